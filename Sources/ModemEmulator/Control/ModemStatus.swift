import EventLoop

extension VirtualModem {
    /// One line of JSON: `extra`, then what the modem knows.
    func status(extra: [(String, String)]) -> String {
        var line = JSONLine()
        for (name, value) in extra { line.add(name, value) }
        line.add("registration", state.network.registration.name)
        line.add("call", callName)
        line.add("apn", state.activeCall.flatMap { state.contexts[$0]?.accessPoint })
        line.add("pin_retries", state.sim?.pinRetries)
        line.add("puk_retries", state.sim?.pukRetries)
        line.add("hung", isHung)
        line.add("stalled", isStalled)
        line.add("clogged", isClogged)
        line.add("flooded_lines", floodedLines)
        return line.text
    }
}
