#!/usr/bin/env bash
# Registers both kernels with Jupyter for this user: the kit's, and the genuine .NET Interactive that .config/dotnet-tools.json pins.
# No Jupyter is needed for it: VS Code and Jupyter look into the same folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1
kernels=${XDG_DATA_HOME:-$HOME/.local/share}/jupyter/kernels
mkdir -p "$kernels"
./research kernel install
dotnet tool restore
dotnet interactive jupyter install --path "$kernels"
