# Sourced by parley and mvnw. Finds a JDK without starting one, from the `release` file that each has in its folder.

# is_jdk FOLDER: whether it is a JDK 25 or newer; sets java_version.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#*\"}
                java_version=${line%\"*}
                [ "${java_version%%[!0-9]*}" -ge 25 ]
                return
                ;;
        esac
    done <"$1/release"
    return 1
}

# find_java PROGRAM: sets java_home: $JAVA_HOME, the JDK on the PATH, or one in the usual places. Exits without any.
find_java() {
    java_home=${JAVA_HOME-}
    if is_jdk "$java_home"; then return; fi
    if java_home=$(command -v javac); then
        java_home=$(readlink -f "$java_home")
        java_home=${java_home%/bin/javac}
        if is_jdk "$java_home"; then return; fi
    fi
    for java_home in /usr/lib/jvm/* /opt/* "${HOME-}"/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_jdk "$java_home"; then return; fi
    done
    echo "$1: no JDK 25 or newer found: install one (say Temurin 25, or Debian's openjdk-25-jdk) or set JAVA_HOME" >&2
    exit 1
}
