/// A place where a stick keeps messages (3GPP TS 27.005, 3.1). Open: sticks add their own.
package struct MessageMemory: RawRepresentable, Hashable, Sendable {
    /// Two to four capital letters.
    package let rawValue: String

    /// Nil unless it is two to four capital letters or digits.
    package init?(rawValue: String) {
        let isName = rawValue.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
        guard (2...4).contains(rawValue.utf8.count), isName else { return nil }
        self.rawValue = rawValue
    }

    private init(_ name: StaticString) { rawValue = name.description }

    package static let sim = MessageMemory("SM")
    package static let equipment = MessageMemory("ME")
    /// Both of them together.
    package static let combined = MessageMemory("MT")
    package static let statusReports = MessageMemory("SR")
    package static let broadcast = MessageMemory("BM")
}

/// How full a memory is.
package struct MessageMemoryUse: Hashable, Sendable {
    /// Nil: the answer does not name it.
    package let memory: MessageMemory?
    package let used: Int
    package let total: Int

    package init(memory: MessageMemory?, used: Int, total: Int) {
        self.memory = memory
        self.used = used
        self.total = total
    }

    /// - Parameter fields: name, used and total.
    init?(_ fields: ArraySlice<ATField>) {
        let fields = Array(fields)
        guard fields.count == 3, let used = fields[1].integer, let total = fields[2].integer else { return nil }
        self.init(memory: MessageMemory(rawValue: fields[0].text), used: used, total: total)
    }

    package var isFull: Bool { used >= total }
}

extension ATParameter {
    /// Nothing in the name of one can end a string.
    static func memory(_ memory: MessageMemory) -> ATParameter { constant("\"\(memory.rawValue)\"") }
}

extension AT {
    /// `AT+CPMS?`: where messages are kept (3GPP TS 27.005, 3.2.2), `+CPMS: "SM",3,20,"SM",3,20,"SM",3,20`: the memories that
    /// are read and deleted from, written to and sent from, and that new messages go to. Empty if the answer says
    /// nothing of the kind: some firmware announces its messages without end until it has been asked, and that is all.
    package struct MessageStorageQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CPMS?", answer: .lines("+CPMS:")) }

        package func reply(to response: ATResponse) throws(ATError) -> [MessageMemoryUse] {
            try response.requireSuccess()
            let fields = response.values(after: "+CPMS:").first.map { ATField.split($0) } ?? []
            return stride(from: 0, through: fields.count - 3, by: 3).compactMap {
                MessageMemoryUse(fields[$0..<($0 + 3)])
            }
        }
    }

    /// `AT+CPMS=?`: which memories there are to read and delete from. In the order of the answer, each once.
    package struct MessageStorageList: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CPMS=?", answer: .lines("+CPMS:")) }

        package func reply(to response: ATResponse) throws(ATError) -> [MessageMemory] {
            try response.requireSuccess()
            let groups = response.values(after: "+CPMS:").first.map { ATField.split($0) } ?? []
            let names = groups.first.map { ATField.split($0.bytes.withoutParentheses) } ?? []
            var memories: [MessageMemory] = []
            for case let memory? in names.map({ MessageMemory(rawValue: $0.text) }) where !memories.contains(memory) {
                memories.append(memory)
            }
            if memories.isEmpty { throw response.unexpected() }
            return memories
        }
    }

    /// `AT+CPMS="SM","SM","SM"`: chooses; answers with how full they are, in the same order.
    package struct MessageStorageSelection: ATRequest {
        private let memories: [MessageMemory]

        /// - Parameters:
        ///   - reading: what list, read and delete mean.
        ///   - writing: where sent ones would be kept. Nil: not said, nor is the next.
        ///   - receiving: where new messages go.
        package init(reading: MessageMemory, writing: MessageMemory? = nil, receiving: MessageMemory? = nil) {
            let others = writing.map { [$0, receiving].compactMap(\.self) } ?? []
            memories = [reading] + others
        }

        package var command: ATCommand {
            ATCommand(
                "AT+CPMS=", memories.map { .memory($0) }, answer: .lines("+CPMS:"), deadline: .seconds(10))
        }

        /// Of the memories that were named, and of those that were not what the stick says of them without a name.
        package func reply(to response: ATResponse) throws(ATError) -> [MessageMemoryUse] {
            try response.requireSuccess()
            let numbers = response.values(after: "+CPMS:").first.map { ATField.split($0).map(\.integer) } ?? []
            return stride(from: 0, through: numbers.count - 2, by: 2).compactMap { place in
                guard let used = numbers[place], let total = numbers[place + 1] else { return nil }
                let name = memories.indices.contains(place / 2) ? memories[place / 2] : nil
                return MessageMemoryUse(memory: name, used: used, total: total)
            }
        }
    }
}

extension ATError {
    /// The SIM is there and not done yet (27.007, 9.2: 14; 27.005, 3.2.5: 314).
    package var isBusySIM: Bool {
        switch self {
        case .cme(let reason): reason.code == .simBusy
        case .cms(let code): code == 314
        case .error, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow, .notReady, .unexpectedResponse:
            false
        }
    }
}
