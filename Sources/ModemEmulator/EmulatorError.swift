package import EventLoop

/// Why the virtual stick cannot be: one line for the person who started it.
package enum EmulatorError: Error, Equatable, Sendable, CustomStringConvertible {
    case noVirtualController
    case notRoot(String)
    case noFreePort
    case portTaken(Int)
    case portStaysBusy(Int)
    case missingProgram(String, package: String)
    case commandFailed(String)
    case noPeer(String)
    case system(SystemError)

    package var description: String {
        switch self {
        case .noVirtualController: "the kernel module vhci_hcd is not loaded: run `modprobe vhci-hcd`"
        case .notRoot(let what): "\(what) needs root"
        case .noFreePort: "every port of the virtual USB controller is taken"
        case .portTaken(let port): "port \(port) of the virtual USB controller is taken or does not exist"
        case .portStaysBusy(let port): "port \(port) of the virtual USB controller was not freed in time"
        case .missingProgram(let name, let package):
            "\(name) was not found: install \(package), or use --no-network"
        case .commandFailed(let what): what
        case .noPeer(let why): "no PPP peer: \(why)"
        case .system(let error): error.description
        }
    }
}
