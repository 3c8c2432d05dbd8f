import ATProtocol

extension ResponseParser.Event {
    /// The events of one stream with the bytes of a call put together: how they were cut is no matter.
    static func joined(_ events: [ResponseParser.Event]) -> [ResponseParser.Event] {
        events.reduce(into: []) { result, event in
            switch (result.last, event) {
            case (.connected(let text, let first), .data(let more)):
                result[result.count - 1] = .connected(text: text, remainder: first + more)
            case (.data(let first), .data(let more)):
                result[result.count - 1] = .data(first + more)
            default:
                result.append(event)
            }
        }
    }
}

extension ATRequest {
    /// What the request makes of an answer, straight from the wire.
    func reply(to wire: String) throws(ATError) -> Reply { try reply(to: Array(wire.utf8)) }

    func reply(to wire: [UInt8]) throws(ATError) -> Reply {
        var machine = ATExchange.StateMachine()
        _ = machine.send(command)
        for case .deliver(let result) in machine.received(wire) { return try reply(to: result.get()) }
        throw .timeout
    }
}

extension String {
    /// The line between the line ends a modem sends.
    var framed: String { "\r\n\(self)\r\n" }
}

/// Lines of an answer and a good end.
func answer(_ lines: String...) -> String { lines.map(\.framed).joined() + "OK".framed }
