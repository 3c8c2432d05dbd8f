extension StickFamily {
    /// What one function of a stick is: an interface, or the two of a network card.
    struct InterfaceLayout: Equatable, Sendable {
        enum Function: Equatable, Sendable {
            case port(ModemPort.Role)
            /// The CD-ROM, or a card reader.
            case storage
            /// The network card of Qualcomm's firmware, with the channel that sets it up.
            case qmi
            /// A network card (CDC ECM 1.2): the control interface; its data interface has the next number.
            case ethernet
        }

        var number: UInt8
        var function: Function
        var input: UInt8
        var output: UInt8
        var interrupt: UInt8?
        /// Subclass and protocol of a port, where they are not the usual ff and ff.
        var kind: (UInt8, UInt8) = (0xFF, 0xFF)

        static func == (left: Self, right: Self) -> Bool {
            (left.number, left.function, left.input, left.output, left.interrupt)
                == (right.number, right.function, right.input, right.output, right.interrupt) && left.kind == right.kind
        }
    }
}

extension StickFamily.InterfaceLayout {
    /// A function with the endpoints of the usual firmware: bulk ones are numbered through, `first` is the number of this one's.
    static func usual(
        _ number: UInt8, _ function: Function, first: UInt8? = nil, interrupt: UInt8? = nil
    ) -> Self {
        let endpoint = first ?? number + 1
        return Self(
            number: number, function: function, input: 0x80 | endpoint, output: endpoint,
            interrupt: interrupt.map { 0x80 | $0 })
    }

    /// The same, of a class of its own: `ff`, subclass, protocol.
    func of(_ subclass: UInt8, _ code: UInt8) -> Self {
        var layout = self
        layout.kind = (subclass, code)
        return layout
    }

    var interfaces: [USBDescription.Interface] {
        switch function {
        // SCSI over bulk-only.
        case .storage: [interface((0x08, 0x06, 0x50), notifications + bulk)]
        case .port: [interface((0xFF, kind.0, kind.1), notifications + bulk)]
        case .qmi: [interface((0xFF, 0xFF, 0xFF), notifications + bulk)]
        case .ethernet: ethernet
        }
    }

    private var notifications: [USBDescription.Endpoint] {
        interrupt.map { [.init(address: $0, transfer: .interrupt)] } ?? []
    }

    private var bulk: [USBDescription.Endpoint] {
        [.init(address: input, transfer: .bulk), .init(address: output, transfer: .bulk)]
    }

    private func interface(
        _ code: (UInt8, UInt8, UInt8), _ endpoints: [USBDescription.Endpoint]
    ) -> USBDescription.Interface {
        USBDescription.Interface(number: number, code: code, endpoints: endpoints)
    }

    /// Header, union and Ethernet functional descriptors (CDC 1.2, 5.2.3; ECM 1.2, 5.4), then the data interface, which carries
    /// nothing until its second setting is chosen (ECM 1.2, 3.3).
    private var ethernet: [USBDescription.Interface] {
        let data = number + 1
        var control = interface((0x02, 0x06, 0x00), notifications)
        control.functional = [
            [5, 0x24, 0x00, 0x10, 0x01], [5, 0x24, 0x06, number, data],
            // Address, no statistics, frames of 1514 bytes, no filters.
            [13, 0x24, 0x0F, USBDescription.StringIndex.hardwareAddress, 0, 0, 0, 0, 0xEA, 0x05, 0, 0, 0],
        ]
        return [
            control, USBDescription.Interface(number: data, code: (0x0A, 0, 0), endpoints: []),
            USBDescription.Interface(number: data, alternate: 1, code: (0x0A, 0, 0), endpoints: bulk),
        ]
    }
}
