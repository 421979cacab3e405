# bash completion for commonshelf(1): commands and their options, as the
# program itself names them in its help.
_commonshelf() {
	local now=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]-}

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" help \
		    2>/dev/null | sed -n 's/^  \([a-z]*\) .*/\1/p')" -- "$now")
		return
	fi
	case $command:$COMP_CWORD:$now in
	org:2:*|sample:2:*|store:2:*|token:2:*|user:2:*)
		mapfile -t COMPREPLY < <(compgen -W "--help $("${COMP_WORDS[0]}" \
		    "$command" --help 2>/dev/null | sed -n \
		    '1s/^commonshelf [a-z]* \[\{0,1\}\([a-z|]*\).*/\1/p
		    s/^  \(--[a-z-]*\).*/\1/p' | tr '|' ' ')" -- "$now")
		;;
	*:-*)
		mapfile -t COMPREPLY < <(compgen -W "--help $("${COMP_WORDS[0]}" \
		    "$command" $([[ ${COMP_WORDS[2]-} = -* ]] || echo "${COMP_WORDS[2]}") \
		    --help 2>/dev/null |
		    sed -n 's/^  \(--[a-z-]*\).*/\1/p')" -- "$now")
		;;
	backup:*|export:*|import:*|restore:*) compopt -o default ;;
	esac
}
complete -F _commonshelf commonshelf
