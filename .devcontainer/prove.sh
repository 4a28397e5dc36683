#!/usr/bin/env bash
# Proves, in a clean Debian root with only git, curl and the .NET SDK (and what that itself depends on), that the dev container's steps and README's two commands work.
# Usage, as root on a Debian machine with debootstrap: .devcontainer/prove.sh ROOT [COMMAND...]
# ROOT is a folder that is made, or used again; the log is ROOT.log. By default the commands are those of devcontainer.json and README.md.
set -euo pipefail

root=$(realpath -m "${1:?Usage: .devcontainer/prove.sh ROOT [COMMAND...]}")
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commands=("$@")
[[ ${#commands[@]} -gt 0 ]] || commands=(".devcontainer/install.sh" ".devcontainer/kernels.sh" "./research doctor" "./research reproduce" "./research test")
exec > >(tee -a "$root.log") 2>&1

if [[ ! -d $root/usr ]]; then
  echo "$(date +%T) debootstrap bookworm"
  debootstrap --variant=minbase --include=git,curl,ca-certificates,libicu72,libssl3,libstdc++6,zlib1g bookworm "$root" >"$root.debootstrap.log" ||
    { tail -n 20 "$root.debootstrap.log"; exit 1; }
fi

unmount() { for at in dev/shm dev/pts dev sys/fs/cgroup sys proc ""; do umount -l "$root/$at" 2>/dev/null || true; done; }
leave() { # build servers outlive what started them
  for process in /proc/[0-9]*; do [[ $(readlink "$process/root" 2>/dev/null) != "$root" ]] || kill "${process#/proc/}" 2>/dev/null || true; done
  unmount
}
trap leave EXIT
leave
mount --bind "$root" "$root" # "/" is a mount inside, as on a machine: PowerShell asks for it
mount -t proc proc "$root/proc"
mount -t sysfs sys "$root/sys"
mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup" # slurmd looks for it
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts"
mount -t tmpfs shm "$root/dev/shm"

# What a machine has before anybody installs a program: its name servers and certificates, and the SDK.
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
[[ -x $root/usr/share/dotnet/dotnet ]] || { mkdir -p "$root/usr/share/dotnet" && cp -a "$sdk/." "$root/usr/share/dotnet/"; }
ln -sfn /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"

inside() {
  env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 TERM=dumb \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt NUGET_CERT_REVOCATION_MODE=offline \
    chroot "$root" bash -c "$1"
}

rm -rf "$root/kit"
git clone --quiet --no-hardlinks "$here" "$root/kit"
echo "$(date +%T) $(git -C "$here" rev-parse --short HEAD) cloned; installed before: $(inside 'dpkg-query -W | wc -l') packages, and .NET $(inside 'dotnet --version')"
for command in "${commands[@]}"; do
  echo "$(date +%T) \$ $command"
  started=$SECONDS
  inside "cd /kit && $command" || { echo "$(date +%T) failed after $((SECONDS - started)) s: $command"; exit 1; }
  echo "$(date +%T) done in $((SECONDS - started)) s: $command"
done
