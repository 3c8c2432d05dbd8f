extension AT {
    /// `AT+CNMI=1,1,0,1,0` (3GPP TS 27.005, 3.4.1): how new messages and reports are announced.
    package struct MessageIndication: ATRequest {
        package typealias Reply = Void

        package enum Messages: Int, CaseIterable, Sendable {
            case silent = 0
            /// Stored, then `+CMTI` with the place.
            case stored = 1
            /// Handed over by `+CMT` and not stored: lost if nobody listens.
            case direct = 2
        }

        package enum Reports: Int, CaseIterable, Sendable {
            case silent = 0
            /// Handed over by `+CDS`.
            case direct = 1
            /// Stored, then `+CDSI` with the place.
            case stored = 2
        }

        private let values: [Int]

        /// - Parameter mode: 1: announcements are dropped while the link is busy with a call on the same port. ZTE sticks
        ///   offer 2 and refuse it.
        package init(messages: Messages = .stored, reports: Reports = .direct, mode: Mode = .discarding) {
            values = [mode.rawValue, messages.rawValue, 0, reports.rawValue, 0]
        }

        package enum Mode: Int, CaseIterable, Sendable {
            case discarding = 1
            case buffering = 2
        }

        package var command: ATCommand { ATCommand("AT+CNMI=", values.map { .number($0) }) }
    }
}
