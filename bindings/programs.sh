# Sourced by the scripts that build and run the C and C++ programs: paths, and the tally.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
STAGE=${STAGE:-$PWD/target/stage}
OUT=${OUT:-target/bindings}
LIBRARY=$STAGE/lib/libnnx.so.0
passed=0 failed=0 skipped=0

programs() { # target...: builds them
    make --no-print-directory -s -j"$(nproc)" -f bindings/programs.mk STAGE="$STAGE" OUT="$OUT" "$@"
}

run() { # name command...: one line, and the output of a command that fails
    local name=$1 output
    shift
    if output=$(timeout 300 "$@" 2>&1); then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$name"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s\n%s\n' "$name" "$(sed 's/^/        /' <<< "$output")"
    fi
}

skip() { # name reason
    skipped=$((skipped + 1))
    printf 'skipped %s: %s\n' "$1" "$2"
}

finish() { # name
    printf '%s: %d passed, %d failed, %d skipped\n' "$1" "$passed" "$failed" "$skipped"
    [ "$failed" -eq 0 ]
}
