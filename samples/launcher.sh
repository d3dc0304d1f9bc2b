# What samples/run and samples/notebook share; they source it with $samples set to this directory.
# Sets $java, $java_options and $class_path, and builds the samples if need be.

# ND4J's threads get in each other's way on arrays as small as those of the samples.
export OMP_NUM_THREADS=1

die() {
    echo "error: $*" >&2
    exit 2
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || die "no Java at '$java'. Install a JDK, 17 or newer, or set JAVA_HOME."

# The encoding is told, as JAVA_TOOL_OPTIONS may ask for one that sed cannot read.
java_version=$("$java" -Dfile.encoding=UTF-8 -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8 \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
case $java_version in
    '' | *[!0-9]*) java_version=8 ;;
esac
[ "$java_version" -ge 17 ] || die "Java at '$java' is too old. Install a JDK, 17 or newer, or set JAVA_HOME."

java_options=(-Dfile.encoding=UTF-8 -Djava.awt.headless=true "-Ddl4jpruning.out=$samples/out")
if [ "$java_version" -ge 24 ]; then
    # JavaCPP loads native code and uses Unsafe; without these Java warns of both.
    java_options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi

root=$(dirname "$samples")
stamp=$samples/target/launcher.stamp

is_built() {
    [ -f "$stamp" ] && [ -f "$samples/target/classpath.txt" ] && [ -d "$samples/target/classes" ] || return 1
    local changed
    # Directories count, too: theirs is the time at which a file was added or removed.
    changed=$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print 2>/dev/null | head -n 1)
    [ -z "$changed" ] || return 1
    local entry
    local -a entries
    IFS=: read -r -a entries <"$samples/target/classpath.txt" || true
    for entry in "${entries[@]}"; do
        [ -e "$entry" ] || return 1
    done
}

build() {
    local mvn=${MVN:-mvn}
    command -v "$mvn" >/dev/null || die "the samples are not built, and there is no '$mvn'. Install Maven, or set MVN."
    echo "building the samples ..." >&2
    mkdir -p "$samples/target"
    touch "$stamp.new"
    # classpath.txt is not rewritten while Maven thinks it unchanged; ask for a fresh one.
    rm -f "$samples/target/classpath.txt"
    local log=$samples/target/launcher.log
    "$mvn" -B -ntp -f "$root/pom.xml" -pl samples -am -Dmaven.test.skip=true compile >"$log" 2>&1 || {
        grep -F '[ERROR]' "$log" | head -n 5 >&2
        die "the build of the samples failed. All it said stands in $log"
    }
    mv "$stamp.new" "$stamp"
}

if ! is_built; then
    if command -v flock >/dev/null; then
        # Of several launchers at once one builds, the others wait for it.
        mkdir -p "$samples/target"
        exec 9>"$samples/target/launcher.lock"
        flock 9
        is_built || build
        exec 9>&-
    else
        build
    fi
fi
class_path=$samples/target/classes:$(cat "$samples/target/classpath.txt")
