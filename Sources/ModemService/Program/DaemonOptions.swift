package import Logging

/// The command line of `zte-modemd`.
package struct DaemonOptions: Equatable, Sendable {
    /// Folders of device data; a later one wins.
    package var deviceFolders: [String] = []
    package var runtimeFolder = "/run/zte-modem"
    package var stateFolder = "/var/lib/zte-modem"
    package var profileFolder = "/etc/zte-modem/profiles"
    package var providerFile = "/usr/share/mobile-broadband-provider-info/serviceproviders.xml"
    package var logLevel = Logger.Level.info
    /// Whether the log names SIMs, sticks and numbers in full, whatever the configuration says.
    package var logsIdentities = false
    /// Nil: the system bus.
    package var busAddress: String?
    package var pppd = "/usr/sbin/pppd"
    package var launcher = Launcher.auto
    package var configuration = ServiceConfiguration.standardFile

    /// What pppd runs as.
    package enum Launcher: String, CaseIterable, Sendable {
        /// A child of the daemon; its calls end with the daemon.
        case child
        /// A unit of systemd; its calls outlive the daemon.
        case unit
        /// A unit where there can be one.
        case auto
    }

    package enum Request: Equatable, Sendable {
        case run(DaemonOptions)
        case help
        case version
    }

    package struct UsageError: Error, Equatable, Sendable {
        package let message: String
    }

    package init() {}

    package static let usage = """
        usage: zte-modemd [--config FILE] [--devices FOLDER]... [--runtime-dir FOLDER] [--state-dir FOLDER]
                          [--profiles FOLDER] [--log-level LEVEL] [--bus ADDRESS] [--pppd PATH]
                          [--pppd-launcher KIND] [--providers FILE] [--log-identities] [--help]
                          [--version]

        Runs as a system service; normally systemd or D-Bus starts it.
          --config FILE         instead of /etc/zte-modem/zte-modem.conf; files of conf.d beside it come
                                after it
          --devices FOLDER      device data instead of /usr/share/zte-modem/devices and
                                /etc/zte-modem/devices.d; may be repeated, a later folder wins
          --runtime-dir FOLDER  for files of running calls (default /run/zte-modem)
          --state-dir FOLDER    for what is learnt of sticks (default /var/lib/zte-modem)
          --profiles FOLDER     for stored connection profiles (default /etc/zte-modem/profiles)
          --providers FILE      access points of providers, instead of
                                /usr/share/mobile-broadband-provider-info/serviceproviders.xml
          --log-level LEVEL     trace, debug, info, notice, warning, error or critical
          --log-identities      do not shorten IMEI, IMSI, ICCID and numbers in the log
          --bus ADDRESS         a D-Bus address instead of the system bus
          --pppd PATH           the pppd to start (default /usr/sbin/pppd)
          --pppd-launcher KIND  child: pppd ends with this program; unit: it is a unit of systemd, and the
                                next zte-modemd takes its call over; auto (default): a unit where systemd
                                runs and has zte-pppd@.service, and no other pppd or folder is named here

        """

    /// - Parameter arguments: without the program's name.
    /// - Throws: ``UsageError`` that names the argument.
    package static func parse(_ arguments: [String]) throws(UsageError) -> Request {
        var options = DaemonOptions()
        var rest = arguments[...]
        func value(of name: String) throws(UsageError) -> String {
            guard let value = rest.popFirst(), !value.isEmpty else {
                throw UsageError(message: "\(name) needs a value")
            }
            return value
        }
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": return .help
            case "--version": return .version
            case "--config": options.configuration = try value(of: argument)
            case "--devices": options.deviceFolders.append(try value(of: argument))
            case "--runtime-dir": options.runtimeFolder = try value(of: argument)
            case "--state-dir": options.stateFolder = try value(of: argument)
            case "--profiles": options.profileFolder = try value(of: argument)
            case "--providers": options.providerFile = try value(of: argument)
            case "--log-identities": options.logsIdentities = true
            case "--bus": options.busAddress = try value(of: argument)
            case "--pppd": options.pppd = try value(of: argument)
            case "--pppd-launcher":
                let name = try value(of: argument)
                guard let launcher = Launcher(rawValue: name) else {
                    throw UsageError(message: "'\(name)' runs no pppd: child, unit or auto")
                }
                options.launcher = launcher
            case "--log-level":
                let name = try value(of: argument)
                guard let level = Logger.Level(rawValue: name) else {
                    throw UsageError(message: "'\(name)' is no log level; see --help")
                }
                options.logLevel = level
            default: throw UsageError(message: "unknown argument '\(argument)'; see --help")
            }
        }
        return .run(options)
    }
}
