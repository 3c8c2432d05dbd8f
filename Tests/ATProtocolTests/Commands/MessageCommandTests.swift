import Testing

@testable import ATProtocol

@Suite struct MessageCommandTests {
    private let pdu = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"

    private func wire(_ request: some ATRequest) -> String { String(decoding: request.command.bytes, as: UTF8.self) }

    @Test func whatIsSaid() throws {
        #expect(wire(AT.MessageFormat()) == "AT+CMGF=0\r")
        #expect(wire(AT.MessageService()) == "AT+CSMS=0\r")
        #expect(wire(AT.MessageIndication()) == "AT+CNMI=1,1,0,1,0\r")
        #expect(
            wire(AT.MessageIndication(messages: .direct, reports: .stored, mode: .buffering)) == "AT+CNMI=2,2,0,2,0\r")
        #expect(wire(AT.MessageStorageSelection(reading: .sim)) == "AT+CPMS=\"SM\"\r")
        #expect(
            wire(AT.MessageStorageSelection(reading: .sim, writing: .sim, receiving: .equipment))
                == "AT+CPMS=\"SM\",\"SM\",\"ME\"\r")
        #expect(wire(AT.MessageStorageSelection(reading: .sim, receiving: .equipment)) == "AT+CPMS=\"SM\"\r")
        #expect(wire(AT.MessageList()) == "AT+CMGL=4\r")
        #expect(wire(AT.MessageRead(3)) == "AT+CMGR=3\r")
        #expect(wire(AT.MessageDelete(3)) == "AT+CMGD=3\r")
        #expect(wire(AT.CharacterSetSelection(.ucs2)) == "AT+CSCS=\"UCS2\"\r")
    }

    // MARK: Memories

    @Test func howFullTheMemoriesAre() throws {
        let uses = try AT.MessageStorageQuery().reply(to: answer("+CPMS: \"SM\",3,20,\"ME\",0,100,\"SM\",20,20"))
        #expect(uses.map(\.memory) == [.sim, .equipment, .sim])
        #expect(uses.map(\.used) == [3, 0, 20] && uses.map(\.total) == [20, 100, 20])
        #expect(uses.map(\.isFull) == [false, false, true])
    }

    @Test(arguments: ["+CPMS: ", "+CPMS: \"SM\",3", "+CPMS: a,b,c", "what"]) func anyAnswerEndsTheFlood(line: String)
        throws
    {
        #expect(try AT.MessageStorageQuery().reply(to: answer(line)) == [])
    }

    @Test func memoriesThatMayBeChosen() throws {
        let list = AT.MessageStorageList()
        #expect(
            try list.reply(to: answer("+CPMS: (\"SM\",\"ME\",\"SM\",\"x\"),(\"SM\"),(\"SM\")")) == [.sim, .equipment])
        #expect(try list.reply(to: answer("+CPMS: \"SM\",\"SM\"")) == [.sim])
        #expect(throws: ATError.self) { try list.reply(to: answer("+CPMS: ()")) }
        #expect(throws: ATError.error) { try list.reply(to: "ERROR".framed) }
    }

    @Test func theChoiceSaysHowFullTheyAre() throws {
        let choice = AT.MessageStorageSelection(reading: .sim, writing: .equipment)
        let uses = try choice.reply(to: answer("+CPMS: 3,20,1,100,3,20"))
        #expect(uses.map(\.memory) == [.sim, .equipment, nil])
        #expect(uses.map(\.used) == [3, 1, 3])
        #expect(try choice.reply(to: answer("+CPMS: 3")) == [])
        #expect(try choice.reply(to: answer()) == [])
    }

    @Test(arguments: ["", "S", "SIMPL", "sm", "S\"", "S ", "Ä1"]) func noMemory(name: String) {
        #expect(MessageMemory(rawValue: name) == nil)
    }

    // MARK: Stored messages

    @Test func aListOfMessages() throws {
        let list = try AT.MessageList().reply(to: answer("+CMGL: 1,0,,28", pdu, "+CMGL: 4,3,\"me\",28", pdu))
        #expect(list.map(\.index) == [1, 4])
        #expect(list.map(\.status) == [.unread, .sent])
        for entry in list {
            guard case .deliver(let message)? = try entry.message?.decode() else {
                Issue.record("no message")
                return
            }
            #expect(message.content == .text("hellohello"))
        }
    }

    @Test(arguments: [
        ["+CMGL: x,1,,28"], ["+CMGL: 9,1,,28", "nonsense"], ["+CMGL: 9,1,,28"], ["+CMGL: "], ["+CMGL: 9"], ["FFFF"],
        ["+CMGL: 9,1,,28", "0"], ["+CMGL: 9,\"REC READ\",\"+49\",,\"26/11/25\"", "Hello"], ["junk", "junk"],
    ])
    func aBrokenEntryCostsNoOther(lines: [String]) throws {
        let good = ["+CMGL: 1,1,,28", pdu]
        for all in [good + lines + ["+CMGL: 2,1,,28", pdu], lines + good + ["+CMGL: 2,1,,28", pdu]] {
            let wire = all.map(\.framed).joined() + "OK".framed
            let list = try AT.MessageList().reply(to: wire)
            let whole = list.filter { (try? $0.message?.decode()) != nil }
            #expect(whole.map(\.index) == [1, 2])
            // Its place is taken all the same.
            #expect(list.count == (lines[0].hasPrefix("+CMGL: 9") ? 3 : 2))
        }
    }

    @Test func aListOfNothing() throws {
        #expect(try AT.MessageList().reply(to: answer()) == [])
        #expect(throws: ATError.cms(310)) { try AT.MessageList().reply(to: "+CMS ERROR: 310".framed) }
    }

    @Test func oneMessage() throws {
        let stored = try #require(try AT.MessageRead(7).reply(to: answer("+CMGR: 1,,28", pdu)))
        #expect(stored.index == 7 && stored.status == .read)
        #expect(stored.message?.length == 28)
        #expect(try AT.MessageRead(7).reply(to: answer()) == nil)
        #expect(try AT.MessageRead(7).reply(to: answer("+CMGR: 0,,0")) == nil)
        #expect(try AT.MessageRead(7).reply(to: "+CMS ERROR: 321".framed) == nil)
        #expect(throws: ATError.cms(320)) { try AT.MessageRead(7).reply(to: "+CMS ERROR: 320".framed) }
        #expect(try AT.MessageRead(7).reply(to: answer("+CMGR: 1,,28", "what"))?.message == nil)
    }

    // MARK: Sending

    private func sending() throws -> AT.MessageSend {
        let recipient = try ShortMessageAddress(number: "+46708251358")
        return try AT.MessageSend(#require(ShortMessageSubmit.parts(of: "Hi", to: recipient, reference: 0).first))
    }

    private func reply(_ line: String) throws -> UInt8? {
        let request = try sending()
        var machine = ATExchange.StateMachine()
        _ = machine.send(request.command)
        _ = machine.received(Array("\r\n> ".utf8))
        for case .deliver(let result) in machine.received(Array(line.utf8)) {
            return try request.reply(to: result.get())
        }
        throw ATError.timeout
    }

    @Test func aMessageIsSent() throws {
        #expect(wire(try sending()) == "AT+CMGS=15\r")
        #expect(try sending().command.body == Array("0001000B916407281553F8000002C834\u{1a}".utf8))
        #expect(try reply(answer("+CMGS: 255")) == 255)
        #expect(try reply(answer("+CMGS: 7,\"26/11/25\"")) == 7)
    }

    @Test(arguments: ["+CMGS: 256", "+CMGS: ", "what"]) func takenWithoutAReference(line: String) throws {
        #expect(try reply(answer(line)) == nil)
    }

    @Test func refusedAndUnknown() {
        #expect(throws: ATError.cms(38)) { try reply("+CMS ERROR: 38".framed) }
        #expect(throws: ATError.error) { try reply("ERROR".framed) }
        // The network has not answered the stick.
        #expect(throws: ATError.outcomeUnknown) { try reply("+CMS ERROR: 332".framed) }
    }

    @Test func theServiceCentre() throws {
        #expect(try AT.ServiceCentreQuery().reply(to: answer("+CSCA: \"+491710760000\",145")) == "+491710760000")
        #expect(try AT.ServiceCentreQuery().reply(to: answer("+CSCA: \"\",129")) == "")
        #expect(throws: ATError.self) { try AT.ServiceCentreQuery().reply(to: answer()) }
    }

    @Test func reasonsHaveNames() {
        #expect(CMSError(code: 38).isTemporary && CMSError(code: 331).isTemporary && CMSError(code: 314).isTemporary)
        #expect(!CMSError(code: 21).isTemporary && !CMSError(code: 332).isTemporary)
        #expect(
            CMSError(code: 322).isMemoryFull && CMSError(code: 208).isMemoryFull && !CMSError(code: 38).isMemoryFull)
        #expect(CMSError(code: 330).text == "service centre address unknown")
        #expect(CMSError(code: 777).text.isEmpty)
        #expect(ATError.cms(314).isBusySIM && !ATError.cms(315).isBusySIM && !ATError.outcomeUnknown.isBusySIM)
    }
}
