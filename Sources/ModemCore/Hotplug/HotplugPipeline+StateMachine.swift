internal import DeviceCatalog

extension HotplugPipeline {
    /// What an event of the bus means for the stick in its physical port. Knows every port, and no stick: what it has to know
    /// of one it is told.
    struct StateMachine: Sendable {
        typealias Event = Modem.StateMachine.Event

        /// The object of a port, when something leaves it.
        struct Occupant: Sendable {
            /// What is in the port, as far as the object knows.
            var identity: USBDevice.Identity?
            var state: ModemState
            var switchAttempts: UInt32
            /// It was told to leave the bus and come back.
            var isStartingAnew: Bool
        }

        /// What holds for sticks that are plugged in from now on.
        var catalog: DeviceCatalog
        var switchesByItself: Bool
        /// Ports may be announced before their device.
        private var ports: [String: [TTYPort]] = [:]
        private var bounces = BounceGuard()

        /// - Parameter switchesByItself: false for CD-ROMs that stay so until somebody asks for the modem, all of them.
        init(catalog: DeviceCatalog, switchesByItself: Bool = true) {
            self.catalog = catalog
            self.switchesByItself = switchesByItself
        }

        /// What the object of this port is to be told, in order; nothing, where none is needed.
        /// - Parameters:
        ///   - isKnownPort: there is an object already.
        ///   - remembered: the method that switched a stick before.
        ///   - now: time since some beginning.
        mutating func added(
            _ device: USBDevice, isKnownPort: Bool, at now: Duration, remembered: (StickKey) -> String?
        ) -> [Event] {
            let decision = catalog.lookup(device.usbID, device.interfaces, product: device.product)
            let attachment: Event? =
                switch decision {
                case .switch(let recipe): storage(device, recipe.ordered(remembered: remembered(StickKey(device))), now)
                case .modem(let map): .attachedModem(device, map)
                case .foreign(let stick): .attachedForeign(device, stick)
                // Without a configuration it is not yet anything; it is announced again when it is.
                case .ignore(.noInterfaces): nil
                // A device nobody knows is our business only where a stick of ours has just left.
                case .ignore: isKnownPort ? .attachedUnknown(device) : nil
                }
            guard let attachment else { return [] }
            return [attachment] + (ports[device.identity.physicalPort] ?? []).map { .portAdded($0) }
        }

        private mutating func storage(_ device: USBDevice, _ recipe: SwitchRecipe, _ now: Duration) -> Event {
            var recipe = recipe
            if !switchesByItself { recipe.isAutomatic = false }
            let isBouncing = bounces.cameAsStorage(device.identity.physicalPort, at: now)
            return isBouncing ? .attachedBouncing(device, recipe) : .attachedStorage(device, recipe)
        }

        /// - Parameter occupant: nil where the port has no object.
        mutating func removed(_ identity: USBDevice.Identity, from occupant: Occupant?) -> [Event] {
            // A removal that arrives after the next addition is old news.
            guard let occupant, occupant.identity == identity else { return [] }
            let isOfNote = occupant.switchAttempts > 0 && !occupant.isStartingAnew
            bounces.left(identity.physicalPort, in: isOfNote ? occupant.state : nil)
            return [.detached(identity)]
        }

        mutating func added(_ port: TTYPort) -> Event {
            if ports[port.physicalPort]?.contains(port) != true { ports[port.physicalPort, default: []].append(port) }
            return .portAdded(port)
        }

        mutating func removed(_ port: TTYPort) -> Event {
            ports[port.physicalPort]?.removeAll { $0 == port }
            if ports[port.physicalPort]?.isEmpty == true { ports[port.physicalPort] = nil }
            return .portRemoved(port)
        }
    }
}
