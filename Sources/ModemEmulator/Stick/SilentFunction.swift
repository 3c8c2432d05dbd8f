import EventLoop

/// A network card as far as drivers look before they bind: takes what it is sent, and has nothing to say.
@LoopActor final class SilentFunction: USBFunction {
    let interface: UInt8
    let endpoints: [UInt8]
    var onReady: (@LoopActor (UInt8) -> Void)?
    var halted: Set<UInt8> { [] }

    init(_ layout: StickFamily.InterfaceLayout) {
        interface = layout.number
        endpoints = [layout.input, layout.output] + (layout.interrupt.map { [$0] } ?? [])
    }

    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer { .taken }
    func produce(endpoint: UInt8, limit: Int) -> InAnswer? { nil }
    func handle(_ event: ControlEndpoint.Event) {}
    func detached() {}
}
