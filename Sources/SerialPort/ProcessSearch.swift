package import EventLoop
package import ModemCore

/// Looks for those who hold a tty, in `/proc` and among the lock files. Without CAP_SYS_PTRACE the descriptors of others are
/// hidden: then only those are found that have locked the port, one way or the other.
@LoopActor package final class ProcessSearch: PortHolders {
    private let places: ProcessPlaces
    private let lane = BlockingLane()

    package init() { places = ProcessPlaces() }
    init(_ places: ProcessPlaces) { self.places = places }

    package func holders(of ports: [TTYPort]) async -> [PortHolder] {
        let paths = ports.map(\.path)
        return await lane.run { [places] in places.holders(of: paths) }
    }
}
