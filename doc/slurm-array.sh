#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An experiment as a Slurm array: every task simulates a shard; a second job merges them.
#
#   job=$(sbatch --parsable --array=1-16 slurm-array.sh run early-supply.xml -n 2000)
#   sbatch --dependency="afterok:$job" --wrap="day31 merge shards-$job/*"
#
# The arguments are those of day31, the number of replications among them; --array=1-N makes
# N shards. A task that is requeued goes on where it stopped.
#SBATCH --job-name=day31
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=4
#SBATCH --time=04:00:00
#SBATCH --requeue
set -eu

if [ $# -lt 2 ] || [ "${SLURM_ARRAY_TASK_MIN:-0}" -ne 1 ] ||
   [ "$SLURM_ARRAY_TASK_MAX" -ne "$SLURM_ARRAY_TASK_COUNT" ]; then
  echo "usage: sbatch --array=1-N slurm-array.sh run|compare|sweep|sensitivity SCENARIO -n NUMBER [OPTION...]" >&2
  exit 2
fi
shards=shards-$SLURM_ARRAY_JOB_ID
mkdir -p "$shards"
exec day31 "$@" --quiet --threads="${SLURM_CPUS_PER_TASK:-1}" \
  --shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --output="$shards/$SLURM_ARRAY_TASK_ID"
