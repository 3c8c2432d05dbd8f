import Testing

@testable import ModemEmulator

@Suite struct USBIPStreamTests {
    private static let data: [UInt8] = Array("AT+CPIN?\r".utf8)
    private static let bytes =
        Wire.submit(1, endpoint: 0, isIn: true, length: 18, setup: [0x80, 6, 0, 1, 0, 0, 18, 0])
        + Wire.submit(2, endpoint: 2, isIn: false, length: data.count, data: data)
        + Wire.unlink(3, victim: 1) + Wire.submit(4, endpoint: 2, isIn: true, length: 4096, packets: 0)

    private static let requests: [USBIPRequest] = [
        .submit(
            USBIPSubmit(
                sequence: 1, endpoint: 0x80, length: 18,
                setup: SetupPacket(requestType: 0x80, request: 6, value: 0x0100, length: 18), data: [])),
        .submit(
            USBIPSubmit(
                sequence: 2, endpoint: 2, length: 9, setup: SetupPacket(requestType: 0, request: 0), data: data)),
        .unlink(sequence: 3, victim: 1),
        .submit(
            USBIPSubmit(
                sequence: 4, endpoint: 0x82, length: 4096, setup: SetupPacket(requestType: 0, request: 0), data: [])),
    ]

    @Test func aStreamCutAnywhereGivesTheSameRequests() throws {
        for cut in 0...Self.bytes.count {
            var stream = USBIPStream()
            var found: [USBIPRequest] = []
            for part in [Self.bytes[..<cut], Self.bytes[cut...]] {
                stream.append(part)
                while let request = try stream.next() { found.append(request) }
            }
            #expect(found == Self.requests, "cut at \(cut)")
        }
    }

    @Test func aStreamByteByByteGivesTheSameRequests() throws {
        var stream = USBIPStream()
        var found: [USBIPRequest] = []
        for byte in Self.bytes {
            stream.append([byte])
            while let request = try stream.next() { found.append(request) }
        }
        #expect(found == Self.requests)
    }

    @Test(arguments: [
        (Wire.words([7] + [UInt32](repeating: 0, count: 11)), USBIPError.unknownCommand(7)),
        (Wire.submit(1, endpoint: 16, isIn: true, length: 0), .badEndpoint(16)),
        (Wire.submit(1, endpoint: 1, isIn: true, length: 5 << 20), .tooLong(5 << 20)),
        (Wire.submit(1, endpoint: 1, isIn: true, length: Int(UInt32.max)), .tooLong(-1)),
        (Wire.submit(1, endpoint: 1, isIn: true, length: 8, packets: 3), .isochronous),
    ])
    func whatNoKernelSendsIsRefused(bytes: [UInt8], error: USBIPError) {
        var stream = USBIPStream()
        stream.append(bytes)
        #expect(throws: error) { try stream.next() }
    }

    @Test func anAnswerCarriesStatusCountAndData() {
        var bytes: [UInt8] = []
        USBIP.appendAnswer(to: &bytes, sequence: 9, status: 0, count: 2, data: [0xAB, 0xCD])
        #expect(bytes == Wire.words([3, 9, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0]) + [0xAB, 0xCD])
    }

    @Test func anUnlinkAnswerCarriesItsStatus() {
        var bytes: [UInt8] = []
        USBIP.appendUnlinkAnswer(to: &bytes, sequence: 9, status: -104)
        #expect(bytes == Wire.words([4, 9, 0, 0, 0, UInt32(bitPattern: -104), 0, 0, 0, 0, 0, 0]))
    }
}

@Suite struct PendingTransfersTests {
    private func transfer(_ sequence: UInt32, on endpoint: UInt8) -> USBIPSubmit {
        USBIPSubmit(
            sequence: sequence, endpoint: endpoint, length: 64, setup: SetupPacket(requestType: 0, request: 0),
            data: [])
    }

    @Test func transfersLeaveInTheOrderTheyCame() {
        var pending = PendingTransfers()
        pending.add(transfer(1, on: 0x81))
        pending.add(transfer(2, on: 0x82))
        pending.add(transfer(3, on: 0x81))
        #expect(pending.first(on: 0x81)?.sequence == 1)
        pending.removeFirst(on: 0x81)
        #expect(pending.first(on: 0x81)?.sequence == 3)
        #expect(pending.count == 2)
    }

    @Test func aTransferIsTakenBackOnceOnly() {
        var pending = PendingTransfers()
        pending.add(transfer(1, on: 0x81))
        pending.add(transfer(2, on: 0x81))
        let first = pending.unlink(1)
        let again = pending.unlink(1)
        #expect(first)
        #expect(!again)
        #expect(pending.first(on: 0x81)?.sequence == 2)
    }

    @Test func nothingCanBeRemovedFromAnEmptyQueue() {
        var pending = PendingTransfers()
        pending.removeFirst(on: 0x81)
        #expect(pending.count == 0)
    }
}
