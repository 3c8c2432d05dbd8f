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
}

extension AT {
    /// `AT+CMGL=4` (3GPP TS 27.005, 3.4.2): all messages of the memory, which become read. `+CMGL: 1,1,,24`, and the PDU on the
    /// next line. What is broken costs its own entry only.
    package struct MessageList: ATRequest {
        package init() {}

        package var command: ATCommand {
            ATCommand("AT+CMGL=", [.number(4)], answer: .lines("+CMGL:", bare: true), deadline: .seconds(30))
        }

        package func reply(to response: ATResponse) throws(ATError) -> [StoredMessage] { [] }
    }

    /// `AT+CMGR=3` (3GPP TS 27.005, 3.4.3). Nil: the place is empty.
    package struct MessageRead: ATRequest {
        private let index: Int

        /// - Parameter index: as in ``StoredMessage``, 0 to 999 999 999.
        package init(_ index: Int) { self.index = index }

        package var command: ATCommand {
            ATCommand("AT+CMGR=", [.number(index)], answer: .lines("+CMGR:", bare: true), deadline: .seconds(10))
        }

        package func reply(to response: ATResponse) throws(ATError) -> StoredMessage? { nil }
    }

    /// `AT+CMGD=3` (3GPP TS 27.005, 3.5.4).
    package struct MessageDelete: ATRequest {
        package typealias Reply = Void
        private let index: Int

        package init(_ index: Int) { self.index = index }

        package var command: ATCommand { ATCommand("AT+CMGD=", [.number(index)], deadline: .seconds(10)) }
    }
}
