function __zte-client_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __zte-client_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __zte-client_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __zte-client_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __zte-client_parse_tokens -S
    set -l unparsed_tokens (__zte-client_tokens -pc)
    switch $unparsed_tokens[1]
    case 'zte-client'
        __zte-client_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'list'
            __zte-client_parse_subcommand 0 'json' 'version' 'h/help'
        case 'show'
            __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
        case 'switch'
            __zte-client_parse_subcommand 1 'method=' 'force' 'to=' 'cd-rom=' 'timeout=' 'json' 'version' 'h/help'
        case 'connect'
            __zte-client_parse_subcommand 1 'profile=' 'apn=' 'username=' 'password-file=' 'password-fd=' 'auth=' 'ip-type=' 'pin-file=' 'pin-fd=' 'no-roaming' 'no-default-route' 'route-metric=' 'no-peer-dns' 'number=' 'timeout=' 'json' 'version' 'h/help'
        case 'disconnect'
            __zte-client_parse_subcommand 1 'timeout=' 'json' 'version' 'h/help'
        case 'connection'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            end
        case 'profile'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __zte-client_parse_subcommand 0 'json' 'version' 'h/help'
            case 'show'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'add'
                __zte-client_parse_subcommand 1 'apn=' 'username=' 'auth=' 'ip-type=' 'number=' 'autoconnect' 'no-autoconnect' 'roaming' 'no-roaming' 'default-route' 'no-default-route' 'peer-dns' 'no-peer-dns' 'route-metric=' 'sim=' 'stick=' 'password-file=' 'password-fd=' 'pin-file=' 'pin-fd=' 'json' 'version' 'h/help'
            case 'edit'
                __zte-client_parse_subcommand 1 'apn=' 'username=' 'auth=' 'ip-type=' 'number=' 'autoconnect' 'no-autoconnect' 'roaming' 'no-roaming' 'default-route' 'no-default-route' 'peer-dns' 'no-peer-dns' 'route-metric=' 'sim=' 'stick=' 'password-file=' 'password-fd=' 'pin-file=' 'pin-fd=' 'unset=+' 'json' 'version' 'h/help'
            case 'delete'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'import'
                __zte-client_parse_subcommand 1 'id=' 'section=' 'json' 'version' 'h/help'
            end
        case 'sim'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'status'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'identity'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'unlock'
                __zte-client_parse_subcommand 1 'last-try' 'pin-file=' 'pin-fd=' 'json' 'version' 'h/help'
            case 'puk'
                __zte-client_parse_subcommand 1 'puk-file=' 'puk-fd=' 'new-pin-file=' 'new-pin-fd=' 'json' 'version' 'h/help'
            case 'change'
                __zte-client_parse_subcommand 1 'pin-file=' 'pin-fd=' 'new-pin-file=' 'new-pin-fd=' 'json' 'version' 'h/help'
            case 'pin'
                __zte-client_parse_subcommand 0 'version' 'h/help'
                switch $unparsed_tokens[1]
                case 'on'
                    __zte-client_parse_subcommand 1 'pin-file=' 'pin-fd=' 'json' 'version' 'h/help'
                case 'off'
                    __zte-client_parse_subcommand 1 'pin-file=' 'pin-fd=' 'json' 'version' 'h/help'
                end
            end
        case 'network'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'show'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'scan'
                __zte-client_parse_subcommand 1 'timeout=' 'json' 'version' 'h/help'
            case 'register'
                __zte-client_parse_subcommand 2 'timeout=' 'json' 'version' 'h/help'
            case 'mode'
                __zte-client_parse_subcommand 2 'json' 'version' 'h/help'
            end
        case 'signal'
            __zte-client_parse_subcommand 1 'w/watch' 'interval=' 'json' 'version' 'h/help'
        case 'usage'
            __zte-client_parse_subcommand 1 'sim=' 'month' 'plot' 'csv' 'limit=' 'first-day=' 'action=' 'json' 'version' 'h/help'
        case 'power'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'on'
                __zte-client_parse_subcommand 1 'timeout=' 'json' 'version' 'h/help'
            case 'off'
                __zte-client_parse_subcommand 1 'timeout=' 'json' 'version' 'h/help'
            case 'reset'
                __zte-client_parse_subcommand 1 'radio' 'timeout=' 'json' 'version' 'h/help'
            end
        case 'at'
            __zte-client_parse_subcommand 2 'timeout=' 'json' 'version' 'h/help'
        case 'device'
            __zte-client_parse_subcommand 0 'version' 'h/help'
            switch $unparsed_tokens[1]
            case 'list'
                __zte-client_parse_subcommand 1 'mode=' 'json' 'version' 'h/help'
            case 'show'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            case 'export'
                __zte-client_parse_subcommand 1 'json' 'version' 'h/help'
            end
        case 'monitor'
            __zte-client_parse_subcommand 0 'properties' 'json' 'version' 'h/help'
        case 'help'
            __zte-client_parse_subcommand -r 1 'version'
        end
    end
end

function __zte-client_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __zte-client_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __zte-client_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __zte-client_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__zte-client_tokens -p)
    if test -z "$(__zte-client_tokens -t)"
        set -l index (count (__zte-client_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'zte-client' -f
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'list' -d 'Lists the sticks that are plugged in.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'show' -d 'Shows all that is known of a stick.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'switch' -d 'Makes a modem of a stick that shows itself as a CD-ROM, or a CD-ROM of a modem.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'connect' -d 'Connects a stick to its network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'disconnect' -d 'Ends a connection, or the attempt to get one.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'connection' -d 'Shows what became of a connection, and why.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'profile' -d 'Stores the settings of connections.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'sim' -d 'Shows what the SIM waits for and who it belongs to, unlocks it, and changes its PIN.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'network' -d 'Shows the mobile network, looks for others, and chooses one.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'signal' -d 'Shows how well a stick hears its network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'usage' -d 'Shows how much data a SIM has used, and sets a limit.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'power' -d 'Turns the radio on or off, or starts the stick anew.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'at' -d 'Sends an AT command, and prints the answer.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'device' -d 'Shows which sticks are known, and writes down a new one.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'monitor' -d 'Shows what happens to the sticks, as it happens, until SIGINT.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client list" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client list" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client show" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client show" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client show" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client switch" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" method' -l 'method' -d 'Try this method alone: eject, message or driver-release.' -rfka 'eject message driver-release'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" force' -l 'force' -d 'Switch although the CD-ROM is mounted.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" to' -l 'to' -d 'What it is to be: modem or storage, which is the CD-ROM. Without it a modem.' -rfka 'modem storage'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" cd-rom' -l 'cd-rom' -d 'Show the CD-ROM at each plug, or never again: on or off.' -rfka 'off on'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client switch" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client connect" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" profile' -l 'profile' -d 'Id of a stored profile; what else is given comes before what it says.' -rfka '(zte-client profile list 2>/dev/null | awk \'NR > 1 { print $1 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" apn' -l 'apn' -d 'Access point name of your operator. Without it the stick\'s own.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" username' -l 'username' -d 'User name, where the operator wants one.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" password-file' -l 'password-file' -d 'File with the password.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" password-fd' -l 'password-fd' -d 'Open descriptor to read the password from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" auth' -l 'auth' -d 'How to prove who you are: any, none, pap or chap.' -rfka 'any none pap chap'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" ip-type' -l 'ip-type' -d 'Kinds of IP: ipv4 or ipv4v6.' -rfka 'ipv4 ipv4v6'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" no-roaming' -l 'no-roaming' -d 'Do not connect in a foreign network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" no-default-route' -l 'no-default-route' -d 'Leave the default route alone.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" route-metric' -l 'route-metric' -d 'Metric of the default route.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" no-peer-dns' -l 'no-peer-dns' -d 'Do not use the name servers of the network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" number' -l 'number' -d 'Number to dial. Without it the one of the stick\'s context.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client disconnect" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client disconnect" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client disconnect" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client disconnect" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client disconnect" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connection" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connection" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client connection" -eq 1' -fa 'show' -d 'Shows the connection of a stick, and what happened to it, with times.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client connection show" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connection show" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connection show" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client connection show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'list' -d 'Lists the stored profiles.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'show' -d 'Shows the settings of a profile, without secrets.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'add' -d 'Stores a new profile.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'edit' -d 'Changes what is given of a profile, and leaves the rest.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'delete' -d 'Removes a profile; a connection made with it stays.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile" -eq 1' -fa 'import' -d 'Makes a profile of a file of NetworkManager or wvdial.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile list" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile list" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile show" -eq 1' -fka '(zte-client profile list 2>/dev/null | awk \'NR > 1 { print $1 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile show" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile show" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" apn' -l 'apn' -d 'Access point name of your operator.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" username' -l 'username' -d 'User name, where the operator wants one.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" auth' -l 'auth' -d 'How to prove who you are: any, none, pap or chap.' -rfka 'any none pap chap'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" ip-type' -l 'ip-type' -d 'Kinds of IP: ipv4 or ipv4v6.' -rfka 'ipv4 ipv4v6'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" number' -l 'number' -d 'Number to dial. Without it the one of the stick\'s context.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" autoconnect' -l 'autoconnect' -d 'Connect a stick that fits by itself.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" no-autoconnect' -l 'no-autoconnect' -d 'Connect a stick that fits by itself.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" roaming' -l 'roaming' -d 'Connect in a foreign network too.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" no-roaming' -l 'no-roaming' -d 'Connect in a foreign network too.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" default-route' -l 'default-route' -d 'Let the default route go through the connection.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" no-default-route' -l 'no-default-route' -d 'Let the default route go through the connection.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" peer-dns' -l 'peer-dns' -d 'Use the name servers of the network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" no-peer-dns' -l 'no-peer-dns' -d 'Use the name servers of the network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" route-metric' -l 'route-metric' -d 'Metric of the default route.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" sim' -l 'sim' -d 'The SIM it is for: an ICCID, or country and network code such as 26201.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" stick' -l 'stick' -d 'The stick it is for: an IMEI, or a physical port such as 1-1.2.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" password-file' -l 'password-file' -d 'File with the password.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" password-fd' -l 'password-fd' -d 'Open descriptor to read the password from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile add" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile edit" -eq 1' -fka '(zte-client profile list 2>/dev/null | awk \'NR > 1 { print $1 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" apn' -l 'apn' -d 'Access point name of your operator.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" username' -l 'username' -d 'User name, where the operator wants one.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" auth' -l 'auth' -d 'How to prove who you are: any, none, pap or chap.' -rfka 'any none pap chap'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" ip-type' -l 'ip-type' -d 'Kinds of IP: ipv4 or ipv4v6.' -rfka 'ipv4 ipv4v6'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" number' -l 'number' -d 'Number to dial. Without it the one of the stick\'s context.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" autoconnect' -l 'autoconnect' -d 'Connect a stick that fits by itself.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" no-autoconnect' -l 'no-autoconnect' -d 'Connect a stick that fits by itself.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" roaming' -l 'roaming' -d 'Connect in a foreign network too.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" no-roaming' -l 'no-roaming' -d 'Connect in a foreign network too.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" default-route' -l 'default-route' -d 'Let the default route go through the connection.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" no-default-route' -l 'no-default-route' -d 'Let the default route go through the connection.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" peer-dns' -l 'peer-dns' -d 'Use the name servers of the network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" no-peer-dns' -l 'no-peer-dns' -d 'Use the name servers of the network.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" route-metric' -l 'route-metric' -d 'Metric of the default route.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" sim' -l 'sim' -d 'The SIM it is for: an ICCID, or country and network code such as 26201.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" stick' -l 'stick' -d 'The stick it is for: an IMEI, or a physical port such as 1-1.2.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" password-file' -l 'password-file' -d 'File with the password.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" password-fd' -l 'password-fd' -d 'Open descriptor to read the password from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit"' -l 'unset' -d 'Take a setting out of the profile; may be repeated. One of apn, username, auth, number, sim, stick, password, pin, route-metric.' -rfka 'apn username auth number sim stick password pin route-metric'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile edit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile delete" -eq 1' -fka '(zte-client profile list 2>/dev/null | awk \'NR > 1 { print $1 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile delete" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile delete" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile delete" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client profile import" -eq 1' -F
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile import" id' -l 'id' -d 'Id of the new profile. Without it one made of the name in the file.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile import" section' -l 'section' -d 'Section of a wvdial.conf, such as \'Work\' for [Dialer Work]. Without it the defaults.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile import" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile import" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client profile import" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'status' -d 'Shows what the SIM waits for, how many tries are left, and what to do.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'identity' -d 'Shows what identifies the subscriber: ICCID, IMSI and own numbers.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'unlock' -d 'Sends the PIN to a SIM that waits for it.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'puk' -d 'Unblocks a SIM with its PUK, and gives it a new PIN.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'change' -d 'Gives the SIM another PIN.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim" -eq 1' -fa 'pin' -d 'Sets whether the SIM asks for its PIN.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim status" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim status" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim status" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim status" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim identity" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim identity" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim identity" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim identity" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" last-try' -l 'last-try' -d 'Send it also if one try is left: a wrong PIN blocks the SIM then.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim unlock" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim unlock" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim puk" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" puk-file' -l 'puk-file' -d 'File with the PUK of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" puk-fd' -l 'puk-fd' -d 'Open descriptor to read the PUK from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" new-pin-file' -l 'new-pin-file' -d 'File with the new PIN.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" new-pin-fd' -l 'new-pin-fd' -d 'Open descriptor to read the new PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim puk" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim change" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" new-pin-file' -l 'new-pin-file' -d 'File with the new PIN.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" new-pin-fd' -l 'new-pin-fd' -d 'Open descriptor to read the new PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim change" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim pin" -eq 1' -fa 'on' -d 'Has the SIM ask for its PIN when it is turned on.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim pin" -eq 1' -fa 'off' -d 'Has the SIM not ask for its PIN any more.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim pin on" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin on" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin on" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin on" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin on" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin on" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client sim pin off" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin off" pin-file' -l 'pin-file' -d 'File with the PIN of the SIM.' -rF
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin off" pin-fd' -l 'pin-fd' -d 'Open descriptor to read the PIN from.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin off" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin off" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client sim pin off" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network" -eq 1' -fa 'show' -d 'Shows the network a stick is in, and how well it hears it.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network" -eq 1' -fa 'scan' -d 'Looks for networks, which takes up to three minutes.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network" -eq 1' -fa 'register' -d 'Registers with one network, or leaves the choice to the stick.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network" -eq 1' -fa 'mode' -d 'Shows or sets which radio may be used.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network show" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network show" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network show" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network scan" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network scan" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network scan" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network scan" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network scan" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network register" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network register" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network register" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network register" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network register" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network mode" -eq 1' -fka 'auto 2g 3g 4g prefer-2g prefer-3g prefer-4g'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client network mode" -eq 2' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network mode" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network mode" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client network mode" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client signal" w watch' -l 'watch' -s 'w' -d 'Go on until SIGINT.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client signal" interval' -l 'interval' -d 'How often it is read with --watch, in seconds, 1 to 3600.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client signal" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client signal" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client signal" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client signal" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client usage" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" sim' -l 'sim' -d 'Opaque name of a SIM, as \'show\' and the objects on the bus have it.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" month' -l 'month' -d 'By month, as far back as it is known.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" plot' -l 'plot' -d 'As a bar chart.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" csv' -l 'csv' -d 'As lines for a spreadsheet.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" limit' -l 'limit' -d 'Limit of a month, such as 500MB or 5GB; none removes it.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" first-day' -l 'first-day' -d 'Day on which the month begins, 1 to 28.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" action' -l 'action' -d 'What happens when it is reached: warn or disconnect.' -rfka 'warn disconnect'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client usage" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power" -eq 1' -fa 'on' -d 'Turns the radio on; the stick looks for its network then.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power" -eq 1' -fa 'off' -d 'Turns the radio off, and ends a connection first.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power" -eq 1' -fa 'reset' -d 'Starts a stick anew, and ends a connection first.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power on" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power on" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power on" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power on" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power on" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power off" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power off" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power off" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power off" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power off" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power reset" radio' -l 'radio' -d 'Only turn the radio off and on.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client power reset" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power reset" timeout' -l 'timeout' -d 'How long to wait, in seconds.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power reset" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power reset" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client power reset" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client at" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client at" timeout' -l 'timeout' -d 'How long the stick may take, in seconds, 1 to 120.' -rfka ''
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client at" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client at" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client at" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client device" -eq 1' -fa 'list' -d 'Lists the sticks that are known, plugged in or not.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client device" -eq 1' -fa 'show' -d 'Shows all that is known of the sticks with one id.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client device" -eq 1' -fa 'export' -d 'Writes down what was found out about a stick, as a device file.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device list" mode' -l 'mode' -d 'Only those: storage (a CD-ROM still), modem, network or other.' -rfka 'storage modem network other'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device list" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device list" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device show" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device show" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_positional "zte-client device export" -eq 1' -fka '(zte-client list 2>/dev/null | awk \'NR > 1 { print $2 }\')'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device export" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device export" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client device export" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client monitor" properties' -l 'properties' -d 'Show changes of all properties, not only of the state.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client monitor" json' -l 'json' -d 'Print JSON, on one line or a line for each event; names are those of D-Bus.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client monitor" version' -l 'version' -d 'Show the version.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client monitor" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'zte-client' -n '__zte-client_should_offer_completions_for_flags_or_options "zte-client help" version' -l 'version' -d 'Show the version.'
