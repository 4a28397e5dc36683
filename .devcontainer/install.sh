#!/usr/bin/env bash
# Installs, from Debian's archive, what the kit needs and this machine lacks.
# ./research calls it before every run, the dev container once while it is built; a second call changes nothing.
# With --tests it also installs what only the tests need.
set -euo pipefail

# What NuGet brings (libtorch, OpenCV, the kernel's sockets, zarr's compression) is not here; this is all that comes from apt.
packages=(
  libgtk-3-0        # OpenCV, as OpenCvSharp's package has it, is linked to GTK's windows, which the kit does not open
  libatomic1        # the same library
  libdrm2           # the same
  libgomp1          # LightGBM, the boosted trees of ML.NET, is linked to it; libtorch's package has its own under another name
  procps            # its kill asks the runs of a sweep to stop
  ffmpeg            # encodes what is recorded, and overlays
  chromium          # makes PNG of figures that one explores; without it they stay interactive only
  fonts-dejavu-core # the figures' typeface
  fonts-liberation  # that of figures that one explores
  libx11-6          # the recorder: windows
  libxext6          # the recorder: the screen's pixels
  libxi6            # the recorder: keys
)
[[ ${1-} == --tests ]] && packages+=(
  jupyter-notebook            # the browser test's front end
  python3-crcmod              # checks the checksums of TensorBoard files
  python3-ipykernel           # the kernel that ours is measured beside
  python3-jupyter-kernel-test # the protocol's conformance tests
  python3-lz4                 # reads the MCAP files that ours writes
  python3-nbclient            # runs notebooks over the wire
  python3-protobuf            # reads TensorBoard files
  python3-zarr                # reads the arrays that ours writes
  python3-zstandard           # reads the MCAP files that ours writes
  munge                       # the scheduler that a sweep is submitted to
  slurm-client                # the same
  slurmctld                   # the same
  slurmd                      # the same
  xvfb                        # the screen that the recorder's tests capture
  xdotool                     # the keys that they press
)
command -v npm >/dev/null || packages+=(npm) # fetches Mermaid while the kit is built

say() { printf '%s\n' "$*" >&2; }

if ! command -v dpkg-query >/dev/null; then
  say "This is no Debian; ./research doctor tells what to install by hand."
  exit 0
fi

installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" "${packages[@]/%/t64}" 2>/dev/null | awk '$2 == "installed" {print $1}' || true)
missing=()
for package in "${packages[@]}"; do
  # with 64-bit times, as in Debian 13, a library's package has another name
  grep -qxF -e "$package" -e "${package}t64" <<<"$installed" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! sudo -n true 2>/dev/null && ! [[ -t 0 ]]; then
    say "Not installed: ${missing[*]}. Run as root: apt-get install -y --no-install-recommends ${missing[*]}"
    exit 1
  fi
  as_root=(sudo)
fi

say "Installing ${missing[*]} …"
log=$(mktemp)
started=$SECONDS
apt() { DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -q -y "$@" >>"$log" 2>&1; }
if ! { apt update && apt install --no-install-recommends "${missing[@]}"; }; then
  say "apt-get could not install them:"
  tail -n 20 "$log" >&2
  say "The whole log is $log"
  exit 1
fi
rm -f "$log"
say "Installed in $((SECONDS - started)) s."
