# shellcheck shell=bash
# Root file systems of Debian bookworm, for the scripts that prove something in
# one: to be sourced. Needs debootstrap and to run as root, on a Debian machine,
# whose mirror, proxy and certificates they take.

# The mirror of bookworm that this machine uses, from either format of lists.
debian_mirror() {
  local lists=(/etc/apt/sources.list /etc/apt/sources.list.d/*)
  local list
  for list in "${lists[@]}"; do
    [ -f "$list" ] || continue
    awk '
      $1 == "deb" {
        for (i = 2; i < NF; i++)
          if ($i ~ /^[a-z+]+:\/\// && $(i + 1) == "bookworm") { print $i; exit }
      }
      $1 == "URIs:" { uri = $2 }
      $1 == "Suites:" && uri != "" && / bookworm( |$)/ { print uri; exit }
      NF == 0 { uri = "" }' "$list"
  done | head -n 1
}

# make_debian_root ROOT LOG: a fresh one in the empty directory ROOT, which
# reaches packages as this machine does.
make_debian_root() {
  local root=$1 log=$2 mirror list file
  mirror=$(debian_mirror)
  if [ -z "$mirror" ]; then
    echo "no mirror of bookworm in /etc/apt" >&2
    return 1
  fi
  # Other users live in it, too.
  chmod 755 "$root"
  debootstrap --variant=minbase bookworm "$root" "$mirror" >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; return 1; }

  rm -f "$root/etc/apt/sources.list"
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    if [ -f "$list" ] && grep -q bookworm "$list"; then
      cp "$list" "$root$list"
    fi
  done
  grep -lisE '^ *acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* |
    while read -r file; do cp "$file" "$root$file"; done || true
  if [ -d /etc/ssl/certs ]; then
    mkdir -p "$root/etc/ssl/certs" "$root/usr/local/share/ca-certificates"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/" || true
    cp -rL /usr/local/share/ca-certificates/. \
      "$root/usr/local/share/ca-certificates/" || true
  fi
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
}

mount_debian_root() {
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount --make-rslave "$1/dev"
}

unmount_debian_root() {
  local directory
  for directory in proc dev; do
    umount -R "$1/$directory" 2>/dev/null || true
  done
}

# in_debian_root ROOT COMMAND...: as root, with nothing of this environment but
# how to get out of here.
in_debian_root() {
  local root=$1
  shift
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    ${http_proxy:+http_proxy="$http_proxy"} \
    ${https_proxy:+https_proxy="$https_proxy"} \
    ${no_proxy:+no_proxy="$no_proxy"} \
    "$@" </dev/null
}

# Never deletes into what is still mounted.
remove_debian_root() {
  unmount_debian_root "$1"
  if grep -q " $1/" /proc/mounts; then
    echo "still mounted, left alone: $1" >&2
  else
    rm -rf --one-file-system "$1"
  fi
}
