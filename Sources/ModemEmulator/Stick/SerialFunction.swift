import EventLoop

/// A modem port on the bus: bulk in, bulk out and, on the data port, an interrupt endpoint that reports the carrier.
@LoopActor final class SerialFunction: USBFunction {
    let interface: UInt8
    var onReady: (@LoopActor (UInt8) -> Void)?
    var halted: Set<UInt8> { [] }

    private let port: ModemPort
    private let input: UInt8
    private let output: UInt8
    private let interrupt: UInt8?
    private var notifications: [[UInt8]] = []

    /// Changes nobody has fetched, beyond which the oldest are forgotten.
    private static let notificationLimit = 8

    init(_ layout: StickFamily.InterfaceLayout, port: ModemPort) {
        interface = layout.number
        input = layout.input
        output = layout.output
        interrupt = layout.interrupt
        self.port = port
        port.onOutput = { [weak self] in self?.ready(self?.input) }
        port.onRoom = { [weak self] in self?.ready(self?.output) }
        port.onCarrier = { [weak self] isUp in self?.notify(carrier: isUp) }
    }

    var endpoints: [UInt8] { [input, output] + (interrupt.map { [$0] } ?? []) }

    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer { port.receive(data) ? .taken : .later }

    func produce(endpoint: UInt8, limit: Int) -> InAnswer? {
        if endpoint == interrupt {
            return notifications.isEmpty ? nil : .data(Array(notifications.removeFirst().prefix(limit)))
        }
        return port.take(limit).map { .data($0) }
    }

    func handle(_ event: ControlEndpoint.Event) {
        switch event {
        case .lineState(_, let raised, _):
            port.note("stick: SET_CONTROL_LINE_STATE if\(interface) dtr=\(raised ? 1 : 0)")
            port.setDataTerminalReady(raised)
        case .configured, .haltCleared, .storageReset, .portReset: break
        }
    }

    func detached() {
        port.onOutput = nil
        port.onRoom = nil
        port.onCarrier = nil
    }

    /// SERIAL_STATE as the `option` driver reads it (CDC PSTN 1.2, 6.5.4): DCD is bit 0, DSR bit 1.
    private func notify(carrier: Bool) {
        guard let interrupt else { return }
        if notifications.count >= Self.notificationLimit { notifications.removeFirst() }
        notifications.append([0xA1, 0x20, 0, 0, interface, 0, 2, 0, carrier ? 3 : 2, 0])
        onReady?(interrupt)
    }

    private func ready(_ endpoint: UInt8?) {
        if let endpoint { onReady?(endpoint) }
    }
}
