# shellcheck shell=bash
# For scripts that prove something: to be sourced.

# must_hold WHAT COMMAND...: says that it holds if the command succeeds, and
# otherwise ends the script, with what the command printed.
must_hold() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "holds: $what"
  else
    printf 'DOES NOT HOLD: %s\n%s\n' "$what" "$output" >&2
    exit 1
  fi
}

# must_not_hold WHAT COMMAND...: of a command that fails.
must_not_hold() {
  local what=$1
  shift
  must_hold "$what" fails "$@"
}

fails() {
  ! "$@"
}
