internal import EventLoop

/// The open ports of one stick: where commands go, and where a call goes.
@LoopActor final class ModemLink {
    /// Answers commands, also during a call where the stick has a second port for that.
    private(set) var control: ATChannel
    /// Carries calls; the same channel as `control` on a stick with one port.
    private(set) var data: ATChannel
    private(set) var controlPort: TTYPort
    private(set) var dataPort: TTYPort
    /// Who keeps the snapshot true over `control`.
    weak var watch: NetworkWatch?

    init(control: (port: TTYPort, channel: ATChannel), data: (port: TTYPort, channel: ATChannel)) {
        (controlPort, self.control) = control
        (dataPort, self.data) = data
    }

    /// Commands and calls change places; who watches goes along.
    func exchangePorts() {
        (control, data) = (data, control)
        (controlPort, dataPort) = (dataPort, controlPort)
        watch?.move()
    }

    /// Whether commands go the way of the call, so that none can be sent while there is one.
    var isShared: Bool { control === data }

    /// Whether a port of it has been given up: nothing can be asked, or no call be made.
    var isSilent: Bool { control.isSilent || data.isSilent }

    /// All that can be closed while there may be a call.
    func closeControl() async {
        if !isShared { await control.close() }
    }

    func close() async {
        await control.close()
        if !isShared { await data.close() }
    }
}
