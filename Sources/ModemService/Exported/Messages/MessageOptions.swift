package import DBus
internal import ModemAPI
package import ModemCore

/// Options of a call, taken out one by one; what is left nobody knows.
private struct OptionReader {
    private var left: [String: Value]
    private let method: String

    init(_ options: [String: Value], of method: String) { (left, self.method) = (options, method) }

    mutating func text(_ key: String) throws(InvalidValue) -> String? {
        switch left.removeValue(forKey: key)?.unwrapped {
        case nil: return nil
        case .string(let text): return text
        default: throw InvalidValue(key, "must be of the D-Bus type 's'")
        }
    }

    mutating func number(_ key: String) throws(InvalidValue) -> UInt32? {
        switch left.removeValue(forKey: key)?.unwrapped {
        case nil: return nil
        case .uint32(let number): return number
        default: throw InvalidValue(key, "must be of the D-Bus type 'u'")
        }
    }

    mutating func flag(_ key: String) throws(InvalidValue) -> Bool {
        switch left.removeValue(forKey: key)?.unwrapped {
        case nil: return false
        case .boolean(let flag): return flag
        default: throw InvalidValue(key, "must be of the D-Bus type 'b'")
        }
    }

    func end() throws(InvalidValue) {
        if let key = left.keys.min() { throw InvalidValue("'\(key.prefix(40))'", "is not an option of \(method)") }
    }
}

extension MessageQuery {
    /// Reads the argument of List.
    /// - Throws: `InvalidArguments` that names the key: unknown, of the wrong type, or with a value that is not allowed.
    package init(bus options: [String: Value]) throws(BusError) {
        self = try ModemError.checked { () throws(InvalidValue) in try Self.query(OptionReader(options, of: "List")) }
    }

    private static func query(_ options: OptionReader) throws(InvalidValue) -> MessageQuery {
        var (query, options) = (MessageQuery(), options)
        if let direction = try options.text("direction") {
            guard let known = MessageDirection(rawValue: direction) else {
                throw InvalidValue("direction", "must be received or sent")
            }
            query.direction = known
        }
        if let state = try options.text("state") {
            guard let known = MessageState(rawValue: state) else {
                throw InvalidValue(
                    "state", "must be one of \(MessageState.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            query.state = known
        }
        query.search = try options.text("search")
        query.before = try options.number("before")
        query.after = try options.number("after")
        query.withContent = try options.flag("text")
        if let limit = try options.number("limit") {
            guard (1...largestLimit).contains(Int(limit)) else {
                throw InvalidValue("limit", "must be 1 to \(largestLimit)")
            }
            query.limit = Int(limit)
        }
        try options.end()
        return query
    }
}

extension OutgoingMessage {
    /// Reads the arguments of Send.
    /// - Throws: `InvalidArguments` that names what is wrong.
    package init(bus number: String, _ text: String, _ options: [String: Value]) throws(BusError) {
        self = try ModemError.checked { () throws(InvalidValue) in
            var options = OptionReader(options, of: "Send")
            let (report, messageClass, validity) = (
                try options.flag("delivery-report"), try options.number("class"), try options.number("validity")
            )
            try options.end()
            return try OutgoingMessage(
                to: try PhoneNumber(number), text: text, wantsReport: report, messageClass: messageClass,
                validity: validity)
        }
    }
}
