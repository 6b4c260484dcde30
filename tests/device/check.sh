#!/usr/bin/env bash
# What only a machine with a GPU can show, within five minutes: run it there, in a clone that has its .venv (README.md).
# Lessons run on the card, reports do not hold it up, out of memory is explained, its memory is free after each end,
# and ranks that would share it are refused in words. Where there is no GPU the same runs on the CPU, as far as that
# goes, to see that the checks themselves are sound; the last line says which of the two it was.
set -u -o pipefail
cd "$(dirname "$0")/../.." || exit 1
bin=.venv/bin
PYTORCH_TUTOR_HOME=$(mktemp -d)
export PYTORCH_TUTOR_HOME
trap 'rm -rf "$PYTORCH_TUTOR_HOME"' EXIT
until=$((SECONDS + 290))
failed=() left_out=()

if "$bin/python" -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; then
  device=cuda
else
  device=cpu
  export PYTORCH_TUTOR_TEST_DEVICE=cpu
fi

check() {
  local name=$1 began=$SECONDS left=$((until - SECONDS))
  shift
  if [ "$left" -le 0 ]; then
    left_out+=("$name")
    return
  fi
  printf '\n== %s\n' "$name"
  timeout --kill-after=5 "$left" "$@" || failed+=("$name")
  printf 'took %d s\n' $((SECONDS - began))
}

lesson() {
  check "lesson $1 on $device" "$bin/pytorch-tutor" run "$1" --device "$device" --timeout 60
}

check "the machine" "$bin/pytorch-tutor" doctor
check "the kernel on $device" "$bin/python" -m pytest tests/kernel/test_kernel_cuda.py -q -rs -p no:cacheprovider
check "waits and pace" "$bin/python" -m tests.bench --only waits --only gpu-pace
for name in $(grep -l 'live\.device()' lessons/*/lesson.py | xargs -n 1 dirname | xargs -n 1 basename); do
  lesson "$name"
done
if [ "$device" = cuda ]; then
  check "a recorded run" "$bin/pytorch-tutor" record learning_rate --output "$PYTORCH_TUTOR_HOME/recorded.json"
fi

printf '\n'
[ ${#left_out[@]} -eq 0 ] || printf 'no time was left for: %s\n' "${left_out[@]}"
[ ${#failed[@]} -eq 0 ] || printf 'failed: %s\n' "${failed[@]}"
echo "checked on $device in $SECONDS s"
[ ${#failed[@]} -eq 0 ] && [ ${#left_out[@]} -eq 0 ]
