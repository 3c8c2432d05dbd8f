/// A message in the memory of a stick.
package struct StoredMessage: Equatable, Sendable {
    package enum Status: Int, CaseIterable, Sendable {
        case unread = 0
        case read = 1
        case unsent = 2
        case sent = 3
    }

    package let index: Int
    /// Nil: the stick does not say.
    package let status: Status?
    /// Nil: the stick did not show it, or not as a PDU. The place is taken all the same.
    package let message: RawMessage?

    package init(index: Int, status: Status?, message: RawMessage?) {
        self.index = index
        self.status = status
        self.message = message
    }

    /// - Parameter fields: status, name and length; the name may be left out.
    init(index: Int, _ fields: [ATField], _ line: ArraySlice<UInt8>?) {
        let length = fields.count > 1 ? fields.last?.integer : nil
        self.init(
            index: index, status: fields.first?.integer.flatMap(Status.init),
            message: line.flatMap { RawMessage(hexadecimal: $0, length: length) })
    }

    /// The lines that begin with `prefix`, each with the line that follows it unless that begins another.
    static func entries(
        in response: ATResponse, after prefix: String
    ) -> [(fields: [ATField], line: ArraySlice<UInt8>?)] {
        response.lines.indices.compactMap { place in
            guard let head = response.lines[place].rest(after: prefix) else { return nil }
            let next = place + 1 < response.lines.count ? response.lines[place + 1] : nil
            return (ATField.split(head), next.flatMap { $0.rest(after: prefix) == nil ? $0 : nil })
        }
    }
}

extension AT {
    /// `AT+CMGL=4` (3GPP TS 27.005, 3.4.2): all messages of the memory, which become read. `+CMGL: 1,1,,24`, and the PDU on the
    /// next line. What is broken costs its own entry only.
    package struct MessageList: ATRequest {
        package init() {}

        package var command: ATCommand {
            ATCommand("AT+CMGL=", [.number(4)], answer: .lines("+CMGL:", bare: true), deadline: .seconds(30))
        }

        package func reply(to response: ATResponse) throws(ATError) -> [StoredMessage] {
            try response.requireSuccess()
            return StoredMessage.entries(in: response, after: "+CMGL:").compactMap { fields, line in
                guard let index = fields.first?.integer else { return nil }
                return StoredMessage(index: index, Array(fields.dropFirst()), line)
            }
        }
    }

    /// `AT+CMGR=3` (3GPP TS 27.005, 3.4.3). Nil: the place is empty.
    package struct MessageRead: ATRequest {
        private let index: Int

        /// - Parameter index: as in ``StoredMessage``, 0 to 999 999 999.
        package init(_ index: Int) { self.index = index }

        package var command: ATCommand {
            ATCommand("AT+CMGR=", [.number(index)], answer: .lines("+CMGR:", bare: true), deadline: .seconds(10))
        }

        package func reply(to response: ATResponse) throws(ATError) -> StoredMessage? {
            if response.final == .cms(CMSError.invalidIndex) { return nil }
            try response.requireSuccess()
            guard let (fields, line) = StoredMessage.entries(in: response, after: "+CMGR:").first else { return nil }
            // Some firmware shows an empty place as a message of nothing.
            if line == nil, (fields.last?.integer ?? 0) == 0 { return nil }
            return StoredMessage(index: index, fields, line)
        }
    }

    /// `AT+CMGD=3` (3GPP TS 27.005, 3.5.4).
    package struct MessageDelete: ATRequest {
        package typealias Reply = Void
        private let index: Int

        package init(_ index: Int) { self.index = index }

        package var command: ATCommand { ATCommand("AT+CMGD=", [.number(index)], deadline: .seconds(10)) }
    }
}
