# The suite that reads the code without running it.
# shellcheck shell=bash

cpp_files() { git -C "$root" ls-files '*.cpp' '*.hpp'; }

format_of_cpp() {
    cd "$root" || return
    cpp_files | xargs -P "$cores" -n 40 clang-format --dry-run -Werror
}

# The files to analyse: all with --full (a quarter of an hour), otherwise what was changed last.
most_files_analysed=8

tidy_files() {
    if [ "$full" = yes ]; then
        git -C "$root" ls-files '*.cpp'
    else
        {
            git -C "$root" diff --name-only --diff-filter=d HEAD -- '*.cpp'
            git -C "$root" log -n 50 --name-only --diff-filter=d --format= -- '*.cpp'
        } | while read -r file; do [ ! -f "$root/$file" ] || echo "$file"; done |
            awk -v most=$most_files_analysed '!seen[$0]++ && ++count <= most' # reads all: nobody writes to a closed pipe
    fi
}

analysis_of_cpp() {
    cd "$root" || return
    configure dev >/dev/null && tidy_files | sed '/^tests\/fuzz\//d' | xargs -r -P "$cores" -n 1 clang-tidy --quiet -p build/dev |
        awk -v ours="$root/" '{ print } index($0, ours) == 1 && / warning: / { found = 1 } END { exit found }'
}

scripts() {
    printf '%s\n' "$root"/tools/{setup,demo,test,bench,package,truth} "$root"/tools/lib/*.sh "$root"/.ci/run "$root"/tests/package/*.sh \
        "$root"/packaging/debian/{postinst,prerm,postrm}
}

analysis_of_scripts() { cd "$root" && scripts | xargs shellcheck -S warning; }

types_of_pages() { cd "$root/web" && npm run check; }
format_of_pages() { cd "$root/web" && npx prettier --check .; }

suite_style() {
    check "style: clang-format" format_of_cpp
    check "style: shellcheck" analysis_of_scripts
    if [ -f "$root/web/package.json" ]; then
        check "style: TypeScript" types_of_pages
        check "style: prettier" format_of_pages
    fi
    check "style: clang-tidy" analysis_of_cpp
}
