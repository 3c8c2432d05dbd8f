package import DBus
package import ModemCore

extension ArchivedMessage {
    /// What List and Read tell; text or data where the archive was asked for them.
    package var busSettings: [String: Value] {
        var values: [String: Value] = [
            "id": .uint32(id), "direction": .string(direction.rawValue), "number": .string(number),
            "time": .string(time), "state": .string(state.rawValue), "parts": .uint32(UInt32(clamping: parts)),
            "stored": .uint64(stored),
        ]
        if missing > 0 { values["missing"] = .uint32(UInt32(clamping: missing)) }
        if !reason.isEmpty { values["reason"] = .string(reason) }
        values["class"] = messageClass.map { .uint32(UInt32($0)) }
        values["port"] = port.map { .uint32(UInt32($0)) }
        switch content {
        case .text(let text): values["text"] = .string(text)
        case .data(let data): values["data"] = .array(UInt8.signature, data.map { .byte($0) })
        case nil: break
        }
        return values
    }
}
