import DBus
import Testing

@testable import ModemCore
@testable import ModemManagerFacade

struct FacadeMessageTests {
    private func message(_ state: MessageState, _ direction: MessageDirection = .received) -> ArchivedMessage {
        ArchivedMessage(
            id: 3, direction: direction, number: "+491701234567", time: "2026-11-26T21:00:00+01:00", stored: 0,
            state: state, reason: "", parts: 1, missing: 0, messageClass: nil, port: nil, content: .text("Hello"))
    }

    @Test func everyPropertyHasAValue() throws {
        let names = Set(SmsFace.declaration.properties.map(\.name))
        #expect(Set(FacadeMessageValues.values(message(.received)).values.keys) == names)
        let draft = try OutgoingMessage(facade: ["number": .string("+49170123"), "text": .string("Hi")])
        #expect(Set(FacadeMessageValues.values(draft).values.keys) == names)
    }

    @Test(
        arguments: [
            (MessageState.received, 3), (.partial, 2), (.queued, 4), (.sending, 4), (.sent, 5), (.delivered, 5),
            (.draft, 1), (.failed, 1), (.unknown, 0),
        ] as [(MessageState, UInt32)]) func eachStateHasItsNumber(_ state: MessageState, _ number: UInt32)
    {
        #expect(FacadeMessageValues.values(message(state))[SmsFace.state] == number)
    }

    @Test func aReceivedOneIsADeliver() {
        let values = FacadeMessageValues.values(message(.received))
        #expect(values[SmsFace.pduType] == 1 && values[SmsFace.text] == "Hello")
        #expect(values[SmsFace.number] == "+491701234567" && values[SmsFace.messageClass] == -1)
        #expect(values[SmsFace.timestamp] == "2026-11-26T21:00:00+01:00")
        #expect(FacadeMessageValues.values(message(.delivered, .sent))[SmsFace.deliveryState] == 0)
        #expect(FacadeMessageValues.values(message(.sent, .sent))[SmsFace.deliveryState] == 0x100)
    }

    @Test func whatCannotBeSentIsRefused() throws {
        let draft = try OutgoingMessage(facade: [
            "number": .string("+49170123"), "text": .string("Hi"), "class": .int32(1),
            "delivery-report-request": .boolean(true),
        ])
        #expect(draft.number.text == "+49170123" && draft.messageClass == 1 && draft.wantsReport)
        for properties: [String: Value] in [
            ["text": .string("Hi")], ["number": .string("+49170123"), "colour": .string("red")],
            ["number": .string("+49170123"), "text": .uint32(1)],
        ] {
            #expect(throws: BusError.self) { try OutgoingMessage(facade: properties) }
        }
    }
}
