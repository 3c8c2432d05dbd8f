#!/bin/bash

__zte-client_cursor_index_in_current_word() {
    local remaining="${COMP_LINE}"

    local word
    for word in "${COMP_WORDS[@]::COMP_CWORD}"; do
        remaining="${remaining##*([[:space:]])"${word}"*([[:space:]])}"
    done

    local -ir index="$((COMP_POINT - ${#COMP_LINE} + ${#remaining}))"
    if [[ "${index}" -le 0 ]]; then
        printf 0
    else
        printf %s "${index}"
    fi
}

# positional arguments:
#
# - 1: the current (sub)command's count of positional arguments
#
# required variables:
#
# - repeating_flags: the repeating flags that the current (sub)command can accept
# - non_repeating_flags: the non-repeating flags that the current (sub)command can accept
# - repeating_options: the repeating options that the current (sub)command can accept
# - non_repeating_options: the non-repeating options that the current (sub)command can accept
# - positional_number: value ignored
# - unparsed_words: unparsed words from the current command line
#
# modified variables:
#
# - non_repeating_flags: remove flags for this (sub)command that are already on the command line
# - non_repeating_options: remove options for this (sub)command that are already on the command line
# - positional_number: set to the current positional number
# - unparsed_words: remove all flags, options, and option values for this (sub)command
__zte-client_offer_flags_options() {
    local -ir positional_count="${1}"
    positional_number=0

    local was_flag_option_terminator_seen=false
    local is_parsing_option_value=false

    local -ar unparsed_word_indices=("${!unparsed_words[@]}")
    local -i word_index
    for word_index in "${unparsed_word_indices[@]}"; do
        if "${is_parsing_option_value}"; then
            # This word is an option value:
            # Reset marker for next word iff not currently the last word
            [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]] && is_parsing_option_value=false
            unset "unparsed_words[${word_index}]"
            # Do not process this word as a flag or an option
            continue
        fi

        local word="${unparsed_words["${word_index}"]}"
        if ! "${was_flag_option_terminator_seen}"; then
            case "${word}" in
            --)
                unset "unparsed_words[${word_index}]"
                # by itself -- is a flag/option terminator, but if it is the last word, it is the start of a completion
                if [[ "${word_index}" -ne "${unparsed_word_indices[${#unparsed_word_indices[@]} - 1]}" ]]; then
                    was_flag_option_terminator_seen=true
                fi
                continue
                ;;
            -*)
                # ${word} is a flag or an option
                # If ${word} is an option, mark that the next word to be parsed is an option value
                local option
                for option in "${repeating_options[@]}" "${non_repeating_options[@]}"; do
                    [[ "${word}" = "${option}" ]] && is_parsing_option_value=true && break
                done

                # Remove ${word} from ${non_repeating_flags} or ${non_repeating_options} so it isn't offered again
                local not_found=true
                local -i index
                for index in "${!non_repeating_flags[@]}"; do
                    if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                        unset "non_repeating_flags[${index}]"
                        non_repeating_flags=("${non_repeating_flags[@]}")
                        not_found=false
                        break
                    fi
                done
                if "${not_found}"; then
                    for index in "${!non_repeating_flags[@]}"; do
                        if [[ "${non_repeating_flags[${index}]}" = "${word}" ]]; then
                            unset "non_repeating_flags[${index}]"
                            non_repeating_flags=("${non_repeating_flags[@]}")
                            break
                        fi
                    done
                fi
                unset "unparsed_words[${word_index}]"
                continue
                ;;
            esac
        fi

        # ${word} is neither a flag, nor an option, nor an option value
        if [[ "${positional_number}" -lt "${positional_count}" || "${positional_count}" -lt 0 ]]; then
            # ${word} is a positional
            ((positional_number++))
            unset "unparsed_words[${word_index}]"
        else
            if [[ -z "${word}" ]]; then
                # Could be completing a flag, option, or subcommand
                positional_number=-1
            else
                # ${word} is a subcommand or invalid, so stop processing this (sub)command
                positional_number=-2
            fi
            break
        fi
    done

    unparsed_words=("${unparsed_words[@]}")

    if\
        ! "${was_flag_option_terminator_seen}"\
        && ! "${is_parsing_option_value}"\
        && [[ ("${cur}" = -* && "${positional_number}" -ge 0) || "${positional_number}" -eq -1 ]]
    then
        COMPREPLY+=($(compgen -W "${repeating_flags[*]} ${non_repeating_flags[*]} ${repeating_options[*]} ${non_repeating_options[*]}" -- "${cur}"))
    fi
}

__zte-client_add_completions() {
    local completion
    while IFS='' read -r completion; do
        COMPREPLY+=("${completion}")
    done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
}

__zte-client_custom_complete() {
    if [[ -n "${cur}" || -z ${COMP_WORDS[${COMP_CWORD}]} || "${COMP_LINE:${COMP_POINT}:1}" != ' ' ]]; then
        local -ar words=("${COMP_WORDS[@]}")
    else
        local -ar words=("${COMP_WORDS[@]::${COMP_CWORD}}" '' "${COMP_WORDS[@]:${COMP_CWORD}}")
    fi

    "${COMP_WORDS[0]}" "${@}" "${words[@]}"
}

_zte-client() {
    local state
    state="$(shopt -p;shopt -po)"
    trap "${state//$'\n'/;}" RETURN
    shopt -s extglob
    set +o history +o posix

    local -xr SAP_SHELL=bash
    local -x SAP_SHELL_VERSION
    SAP_SHELL_VERSION="$(IFS='.';printf %s "${BASH_VERSINFO[*]}")"
    local -r SAP_SHELL_VERSION

    local -r cur="${2}"
    local -r prev="${3}"

    local -i positional_number
    local -a unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")

    local -a repeating_flags=()
    local -a non_repeating_flags=(--version -h --help)
    local -a repeating_options=()
    local -a non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|switch|connect|disconnect|connection|profile|sim|network|signal|sms|ussd|balance|top-up|usage|power|at|device|monitor|doctor|help)
        # Offer subcommand argument completions
        "_zte-client_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show switch connect disconnect connection profile sim network signal sms ussd balance top-up usage power at device monitor doctor help' -- "${cur}"))
        ;;
    esac
}

_zte-client_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac
}

_zte-client_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_switch() {
    repeating_flags=()
    non_repeating_flags=(--force --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--method --to --cd-rom --timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--method')
        __zte-client_add_completions -W 'eject'$'\n''message'$'\n''driver-release'
        return
        ;;
    '--to')
        __zte-client_add_completions -W 'modem'$'\n''storage'
        return
        ;;
    '--cd-rom')
        __zte-client_add_completions -W 'off'$'\n''on'
        return
        ;;
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_connect() {
    repeating_flags=()
    non_repeating_flags=(--no-roaming --no-default-route --no-peer-dns --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--profile --apn --username --password-file --password-fd --auth --ip-type --pin-file --pin-fd --route-metric --number --timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--profile')
        __zte-client_add_completions -W "$(eval 'zte-client profile list 2>/dev/null | awk '\''NR > 1 { print $1 }'\''')"
        return
        ;;
    '--apn')
        return
        ;;
    '--username')
        return
        ;;
    '--password-file')
        __zte-client_add_completions -f
        return
        ;;
    '--password-fd')
        return
        ;;
    '--auth')
        __zte-client_add_completions -W 'any'$'\n''none'$'\n''pap'$'\n''chap'
        return
        ;;
    '--ip-type')
        __zte-client_add_completions -W 'ipv4'$'\n''ipv4v6'
        return
        ;;
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--route-metric')
        return
        ;;
    '--number')
        return
        ;;
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_disconnect() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_connection() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show)
        # Offer subcommand argument completions
        "_zte-client_connection_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show' -- "${cur}"))
        ;;
    esac
}

_zte-client_connection_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_profile() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|add|edit|delete|import)
        # Offer subcommand argument completions
        "_zte-client_profile_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show add edit delete import' -- "${cur}"))
        ;;
    esac
}

_zte-client_profile_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac
}

_zte-client_profile_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client profile list 2>/dev/null | awk '\''NR > 1 { print $1 }'\''')"
        return
        ;;
    esac
}

_zte-client_profile_add() {
    repeating_flags=()
    non_repeating_flags=(--autoconnect --no-autoconnect --roaming --no-roaming --default-route --no-default-route --peer-dns --no-peer-dns --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--apn --username --auth --ip-type --number --route-metric --sim --stick --password-file --password-fd --pin-file --pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--apn')
        return
        ;;
    '--username')
        return
        ;;
    '--auth')
        __zte-client_add_completions -W 'any'$'\n''none'$'\n''pap'$'\n''chap'
        return
        ;;
    '--ip-type')
        __zte-client_add_completions -W 'ipv4'$'\n''ipv4v6'
        return
        ;;
    '--number')
        return
        ;;
    '--route-metric')
        return
        ;;
    '--sim')
        return
        ;;
    '--stick')
        return
        ;;
    '--password-file')
        __zte-client_add_completions -f
        return
        ;;
    '--password-fd')
        return
        ;;
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_profile_edit() {
    repeating_flags=()
    non_repeating_flags=(--autoconnect --no-autoconnect --roaming --no-roaming --default-route --no-default-route --peer-dns --no-peer-dns --json --version -h --help)
    repeating_options=(--unset)
    non_repeating_options=(--apn --username --auth --ip-type --number --route-metric --sim --stick --password-file --password-fd --pin-file --pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--apn')
        return
        ;;
    '--username')
        return
        ;;
    '--auth')
        __zte-client_add_completions -W 'any'$'\n''none'$'\n''pap'$'\n''chap'
        return
        ;;
    '--ip-type')
        __zte-client_add_completions -W 'ipv4'$'\n''ipv4v6'
        return
        ;;
    '--number')
        return
        ;;
    '--route-metric')
        return
        ;;
    '--sim')
        return
        ;;
    '--stick')
        return
        ;;
    '--password-file')
        __zte-client_add_completions -f
        return
        ;;
    '--password-fd')
        return
        ;;
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--unset')
        __zte-client_add_completions -W 'apn'$'\n''username'$'\n''auth'$'\n''number'$'\n''sim'$'\n''stick'$'\n''password'$'\n''pin'$'\n''route-metric'
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client profile list 2>/dev/null | awk '\''NR > 1 { print $1 }'\''')"
        return
        ;;
    esac
}

_zte-client_profile_delete() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client profile list 2>/dev/null | awk '\''NR > 1 { print $1 }'\''')"
        return
        ;;
    esac
}

_zte-client_profile_import() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--id --section --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--id')
        return
        ;;
    '--section')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -f
        return
        ;;
    esac
}

_zte-client_sim() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    status|identity|unlock|puk|change|pin)
        # Offer subcommand argument completions
        "_zte-client_sim_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'status identity unlock puk change pin' -- "${cur}"))
        ;;
    esac
}

_zte-client_sim_status() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_identity() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_unlock() {
    repeating_flags=()
    non_repeating_flags=(--last-try --save --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--pin-file --pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_puk() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--puk-file --puk-fd --new-pin-file --new-pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--puk-file')
        __zte-client_add_completions -f
        return
        ;;
    '--puk-fd')
        return
        ;;
    '--new-pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--new-pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_change() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--pin-file --pin-fd --new-pin-file --new-pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--new-pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--new-pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_pin() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    on|off)
        # Offer subcommand argument completions
        "_zte-client_sim_pin_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'on off' -- "${cur}"))
        ;;
    esac
}

_zte-client_sim_pin_on() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--pin-file --pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sim_pin_off() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--pin-file --pin-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--pin-file')
        __zte-client_add_completions -f
        return
        ;;
    '--pin-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_network() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    show|scan|register|mode)
        # Offer subcommand argument completions
        "_zte-client_network_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'show scan register mode' -- "${cur}"))
        ;;
    esac
}

_zte-client_network_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_network_scan() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_network_register() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    2)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_network_mode() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W 'auto'$'\n''2g'$'\n''3g'$'\n''4g'$'\n''prefer-2g'$'\n''prefer-3g'$'\n''prefer-4g'
        return
        ;;
    2)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_signal() {
    repeating_flags=()
    non_repeating_flags=(--watch -w --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--interval --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--interval')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_sms() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|send|delete|watch|export)
        # Offer subcommand argument completions
        "_zte-client_sms_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show send delete watch export' -- "${cur}"))
        ;;
    esac
}

_zte-client_sms_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --modem --direction --state --search --limit --before --host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--modem')
        return
        ;;
    '--direction')
        __zte-client_add_completions -W 'received'$'\n''sent'
        return
        ;;
    '--state')
        return
        ;;
    '--search')
        return
        ;;
    '--limit')
        return
        ;;
    '--before')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_sms_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --modem --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--modem')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_sms_send() {
    repeating_flags=()
    non_repeating_flags=(--report --wait --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--modem --class --validity --timeout --host)
    __zte-client_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--modem')
        return
        ;;
    '--class')
        return
        ;;
    '--validity')
        return
        ;;
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_sms_delete() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --modem --host)
    __zte-client_offer_flags_options -1

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--modem')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_sms_watch() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --after --host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--after')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_sms_export() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --modem --after --host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--modem')
        return
        ;;
    '--after')
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_ussd() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=(--respond)
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--respond')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    2)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_balance() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_top-up() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--voucher-file --voucher-fd --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--voucher-file')
        __zte-client_add_completions -f
        return
        ;;
    '--voucher-fd')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_usage() {
    repeating_flags=()
    non_repeating_flags=(--month --plot --csv --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--sim --limit --first-day --action --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--sim')
        return
        ;;
    '--limit')
        return
        ;;
    '--first-day')
        return
        ;;
    '--action')
        __zte-client_add_completions -W 'warn'$'\n''disconnect'
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_power() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    on|off|reset)
        # Offer subcommand argument completions
        "_zte-client_power_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'on off reset' -- "${cur}"))
        ;;
    esac
}

_zte-client_power_on() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_power_off() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_power_reset() {
    repeating_flags=()
    non_repeating_flags=(--radio --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_at() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--timeout --host)
    __zte-client_offer_flags_options 2

    # Offer option value completions
    case "${prev}" in
    '--timeout')
        return
        ;;
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    2)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_device() {
    repeating_flags=()
    non_repeating_flags=(--version -h --help)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options 0

    # Offer subcommand / subcommand argument completions
    local -r subcommand="${unparsed_words[0]}"
    unset 'unparsed_words[0]'
    unparsed_words=("${unparsed_words[@]}")
    case "${subcommand}" in
    list|show|export)
        # Offer subcommand argument completions
        "_zte-client_device_${subcommand}"
        ;;
    *)
        # Offer subcommand completions
        COMPREPLY+=($(compgen -W 'list show export' -- "${cur}"))
        ;;
    esac
}

_zte-client_device_list() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--mode --host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--mode')
        __zte-client_add_completions -W 'storage'$'\n''modem'$'\n''network'$'\n''other'
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_device_show() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac
}

_zte-client_device_export() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 1

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac

    # Offer positional completions
    case "${positional_number}" in
    1)
        __zte-client_add_completions -W "$(eval 'zte-client list 2>/dev/null | awk '\''NR > 1 { print $2 }'\''')"
        return
        ;;
    esac
}

_zte-client_monitor() {
    repeating_flags=()
    non_repeating_flags=(--properties --json --version -h --help)
    repeating_options=()
    non_repeating_options=(--host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--host')
        return
        ;;
    esac
}

_zte-client_doctor() {
    repeating_flags=()
    non_repeating_flags=(--json --version -h --help)
    repeating_options=()
    non_repeating_options=(--report --host)
    __zte-client_offer_flags_options 0

    # Offer option value completions
    case "${prev}" in
    '--report')
        __zte-client_add_completions -f
        return
        ;;
    '--host')
        return
        ;;
    esac
}

_zte-client_help() {
    repeating_flags=()
    non_repeating_flags=(--version)
    repeating_options=()
    non_repeating_options=()
    __zte-client_offer_flags_options -1
}

complete -o filenames -F _zte-client zte-client
