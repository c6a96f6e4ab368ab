# Completion of parley for fish.
function __parley_complete
    set -l line (commandline --cut-at-cursor --current-process | string collect)
    set -l found (parley complete fish "$line" 2>/dev/null)
    for candidate in $found
        if test "$candidate" = :
            __fish_complete_path (commandline --current-token)
        else
            echo $candidate
        end
    end
end
complete --command parley --no-files --arguments '(__parley_complete)'
