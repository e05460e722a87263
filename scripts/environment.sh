# Sourced by the scripts beside it: finds a Python and keeps virtual environments up to date. By itself it runs nothing.
# Its functions return a failure's status instead of relying on `set -e`, which is off wherever that status is looked at.
#
#   PYTHON   the interpreter to use; by default the newest of 3.13 to 3.10 that runs, then 3.14, python3, python
#   VENV     the environment's folder; by default .venv, or .venv-3.12 and the like if PYTHON is given

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Whether a command is a Python that will do. Shims of version managers exist for versions that do not run, so ask it.
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; }

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

said_version() {
    if command -v "$1" >/dev/null; then "$1" --version 2>&1 | head -n 1; else echo none; fi
}

find_python() {
    local candidate
    if [[ -n ${PYTHON:-} ]]; then
        command -v "$PYTHON" >/dev/null || fail "PYTHON=$PYTHON: there is no such command"
        fits "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.10 or newer: $(said_version "$PYTHON")"
        printf '%s\n' "$PYTHON"
        return
    fi
    for candidate in python3.13 python3.12 python3.11 python3.10 python3.14 python3 python; do
        if fits "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "Python 3.10 or newer is needed, and what is found is: $(said_version python3). PYTHON=/path/to/python names another."
}

# Run a command and keep its output to itself unless it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    if ((status)); then
        cat "$log" >&2
        printf '%s: failed (%s): %s\n' "${0##*/}" "$status" "$*" >&2
    fi
    rm -f "$log"
    return "$status"
}

# Make an empty environment that can install: make_environment FOLDER PYTHON
make_environment() {
    "$2" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "$2 cannot make virtual environments: install its venv module (Debian and Ubuntu: apt install python3-venv)"
    quietly "$2" -m venv --clear "$1"
}

# Dependency groups (PEP 735) need pip 25.1.
upgrade_pip() {
    "$1/bin/python" -m pip --version >/dev/null 2>&1 || quietly "$1/bin/python" -m ensurepip --upgrade || return
    if ! "$1/bin/python" -m pip install --help | grep -e --group >/dev/null; then
        quietly "$1/bin/python" -m pip install -q -U 'pip>=25.1'
    fi
}

install() {
    local folder=$1
    shift
    quietly "$folder/bin/python" -m pip --disable-pip-version-check install -q "$@"
}

# Set `venv` to the folder of an environment that holds this checkout, editable, and a dependency group:
# ready_environment GROUP, where GROUP may be empty. It is made if need be, used again if nothing has changed.
ready_environment() {
    local group=$1 python wanted stamp
    if [[ -n ${VENV:-} ]]; then
        venv=$VENV
    elif [[ -n ${PYTHON:-} ]]; then
        python=$(find_python) || return
        venv=.venv-$(version_of "$python")
    else
        venv=.venv
    fi
    wanted="$PWD $(cat pyproject.toml src/orq_ai_sdk/_version.py | cksum)"
    stamp=$venv/ready-${group:-run}
    if fits "$venv/bin/python" && [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
        return
    fi
    if ! fits "$venv/bin/python"; then
        python=$(find_python) || return
        say "making $venv with Python $(version_of "$python")"
        make_environment "$venv" "$python" || return
    else
        say "bringing $venv up to date"
    fi
    rm -f "$stamp"
    if [[ -n $group ]]; then upgrade_pip "$venv" || return; fi
    install "$venv" -e . ${group:+--group "$group"} || return
    printf '%s' "$wanted" >"$stamp"
}
