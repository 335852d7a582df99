#!/bin/sh
# Lays out in DIRECTORY all that the installed ratecardd runs with, and nothing
# else: the program, its configuration and catalog, the libraries that it loads,
# time zones, a user, and of each package that some of this is from its licence
# and its entry for those who look for known flaws.
#
#   make-tree.sh DIRECTORY
set -eu

tree=$1
program=/usr/bin/ratecardd

# Both as they are: links, times and all. Directories are open to everybody.
copy() {
  mkdir -p "$tree$(dirname "$1")"
  cp -a "$1" "$tree$1"
}

mkdir -p "$tree/usr/lib" "$tree/usr/lib64"
ln -s usr/lib "$tree/lib"
ln -s usr/lib64 "$tree/lib64"

copy "$program"
copy /usr/share/ratecard
copy /usr/share/zoneinfo
copy /usr/lib/os-release
mkdir -p "$tree/etc/ratecard"
install -m 644 /etc/ratecard/ratecardd.textproto "$tree/etc/ratecard/"
ln -s ../usr/lib/os-release "$tree/etc/os-release"
etc=$tree/etc
echo 'ratecard:x:65532:65532::/nonexistent:/usr/sbin/nologin' >"$etc/passwd"
echo 'ratecard:x:65532:' >"$etc/group"
echo 'hosts: files dns' >"$etc/nsswitch.conf"

libraries=$(ldd "$program" | grep -o '/[^ ]*')
packages='ratecard-server tzdata'
for library in $libraries; do
  # As it is looked for, which may be a link, and what that leads to.
  name=$(realpath "$(dirname "$library")")/$(basename "$library")
  file=$(realpath "$library")
  for path in "$name" "$file"; do
    [ -e "$tree$path" ] || copy "$path"
  done
  # Some packages still name their files by the links of a merged /usr.
  owner=$(dpkg -S "$file" 2>/dev/null || dpkg -S "${file#/usr}")
  packages="$packages ${owner%%:*}"
done

mkdir -p "$tree/var/lib/dpkg/status.d"
for package in $(printf '%s\n' "$packages" | tr ' ' '\n' | sort -u); do
  copy "/usr/share/doc/$package/copyright"
  dpkg-query -s "$package" >"$tree/var/lib/dpkg/status.d/$package"
done
