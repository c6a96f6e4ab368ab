# Sourced by the installed parley and by the one at the root of the sources, after find_java, with `lib` set to the folder
# of the jars. Becomes java, with the arguments as they came.

# What lives for one call starts faster so, and compiles only what runs often; what serves for long, or measures, gets the
# JVM's own choice.
flags='-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5 -XX:+UseSerialGC'
quick=$flags
option= # whether one stands before, whose value the word may be
for word; do
    case $word in
        -*=*) option= ;;
        -*) option=yes ;;
        serve | remote | demo | bench)
            flags=
            break
            ;;
        *)
            [ "$option" ] || break
            option=
            ;;
    esac
done

# In a locale without a charset the JVM would read arguments as ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
    '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

# Shells do not export the width of their terminal, and Java cannot ask for it.
if [ -t 1 ] && [ -z "${COLUMNS-}" ] && size=$(stty size 2>/dev/null </dev/tty); then
    export COLUMNS="${size#* }"
fi

class_path=
for jar in "$lib"/*.jar; do class_path=$class_path:$jar; done
class_path=${class_path#:}

# The AOT cache (JEP 483, 514) more than halves the time to start. It is not in $lib, whose own date tells of changes.
aot=${lib%/*}/parley-$java_version.aot
[ -w "${lib%/*}" ] || aot=${XDG_CACHE_HOME:-${HOME-}/.cache}/parley$lib/parley-$java_version.aot

aot_is_current() {
    [ -e "$aot" ] || return 1
    for file in "$lib" "$lib"/*.jar "$java_home/release"; do
        if [ "$file" -nt "$aot" ]; then return 1; fi
    done
}

# One short run that touches what commands need. If it fails, the empty file says not to try again. It is interpreted:
# whatever it compiled, each start would compile as well.
make_aot() {
    mkdir -p "${aot%/*}" && : >"$aot.$$" || return 0
    # shellcheck disable=SC2086
    "$java_home/bin/java" $quick -Xlog:disable -cp "$class_path" dev.parley.cli.Main --train \
        "$java_home/bin/java" $quick -Xint -Xlog:disable -XX:AOTCacheOutput="$aot.$$" -cp "$class_path" dev.parley.cli.Main
    mv -f "$aot.$$" "$aot"
} </dev/null >/dev/null 2>&1

set -- -cp "$class_path" dev.parley.cli.Main "$@"
if aot_is_current; then
    :
elif [ "$flags" ]; then
    make_aot
else
    (make_aot &) # while it serves already
fi
if [ -s "$aot" ]; then set -- "-XX:AOTCache=$aot" "$@"; fi

# No --enable-native-access here, nor other options about modules: with them the JVM leaves much of the cache unused.
# shellcheck disable=SC2086
exec "$java_home/bin/java" $flags -XX:-UsePerfData -Xlog:disable ${PARLEY_JAVA_OPTS-} "$@"
