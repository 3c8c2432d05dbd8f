import EventLoop

/// What one interface does.
@LoopActor protocol USBFunction: AnyObject {
    var interface: UInt8 { get }
    /// Addresses of its endpoints.
    var endpoints: [UInt8] { get }
    var halted: Set<UInt8> { get }
    var onReady: (@LoopActor (UInt8) -> Void)? { get set }
    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer
    func produce(endpoint: UInt8, limit: Int) -> InAnswer?
    func handle(_ event: ControlEndpoint.Event)
    func detached()
}

/// A device made of functions, with the control endpoint they share.
@LoopActor final class CompositeDevice: USBFace {
    var onReady: (@LoopActor (UInt8) -> Void)?
    /// What the host has done to the device as a whole: configured it, or reset its port.
    var onEvent: (@LoopActor (ControlEndpoint.Event) -> Void)?
    private var control: ControlEndpoint
    private let functions: [any USBFunction]
    private var byEndpoint: [UInt8: any USBFunction] = [:]

    init(_ description: USBDescription, functions: [any USBFunction], lastLogicalUnit: UInt8?) {
        control = ControlEndpoint(description, lastLogicalUnit: lastLogicalUnit)
        self.functions = functions
        for function in functions {
            for endpoint in function.endpoints { byEndpoint[endpoint] = function }
            function.onReady = { [weak self] endpoint in self?.onReady?(endpoint) }
        }
    }

    func control(_ setup: SetupPacket, data: [UInt8]) -> ControlAnswer {
        control.halted = functions.reduce(into: []) { $0.formUnion($1.halted) }
        let (answer, event) = control.handle(setup, data: data)
        if let event { forward(event) }
        return answer
    }

    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer {
        byEndpoint[endpoint]?.receive(data, endpoint: endpoint) ?? .stall
    }

    func produce(endpoint: UInt8, limit: Int) -> InAnswer? {
        guard let function = byEndpoint[endpoint] else { return .stall }
        return function.produce(endpoint: endpoint, limit: limit)
    }

    func detached() {
        for function in functions { function.detached() }
    }

    private func forward(_ event: ControlEndpoint.Event) {
        switch event {
        case .configured, .portReset:
            for function in functions { function.handle(event) }
            onEvent?(event)
        case .lineState(let interface, _, _), .storageReset(let interface):
            functions.first { $0.interface == interface }?.handle(event)
        case .haltCleared(let endpoint):
            byEndpoint[endpoint]?.handle(event)
        }
    }
}
