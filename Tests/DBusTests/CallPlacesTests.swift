import DBus
import Testing

struct CallPlacesTests {
    private let places = CallPlaces(ofSender: 2, ofUser: 3, inRoom: 5)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stage: CallPlaces.Stage
        let others: [(stage: CallPlaces.Stage, count: Int)]
        var refusal: CallPlaces.Refusal?
    }

    @Test(arguments: [
        Case(testDescription: "one more of a user", stage: .asking(user: 7), others: [(.asking(user: 7), 2)]),
        Case(
            testDescription: "all of a user", stage: .asking(user: 7), others: [(.asking(user: 7), 3)], refusal: .user),
        Case(
            testDescription: "who asks keeps out nobody else", stage: .asking(user: 8), others: [(.asking(user: 7), 3)]),
        Case(
            testDescription: "nor what is allowed", stage: .allowed(user: 7),
            others: [(.asking(user: 7), 3), (.asking(user: 8), 2)]),
        Case(
            testDescription: "what is allowed keeps out nobody who asks", stage: .asking(user: 7),
            others: [(.allowed(user: 7), 3), (.allowed(user: 8), 2)]),
        Case(
            testDescription: "all that are allowed of a user", stage: .allowed(user: 7),
            others: [(.allowed(user: 7), 3)],
            refusal: .user),
        Case(
            testDescription: "a full room", stage: .asking(user: 9),
            others: [(.asking(user: 7), 3), (.asking(user: 8), 2)], refusal: .room),
        Case(
            testDescription: "a full room and nobody's call", stage: .allowed(user: nil),
            others: [(.allowed(user: nil), 5)],
            refusal: .room),
        Case(
            testDescription: "nobody's are of no user", stage: .allowed(user: nil), others: [(.allowed(user: nil), 4)]),
        Case(
            testDescription: "root in a full room", stage: .allowed(user: 0),
            others: [(.allowed(user: 7), 3), (.allowed(user: 8), 2), (.allowed(user: 0), 9)]),
        Case(
            testDescription: "root takes nobody's place", stage: .allowed(user: 7),
            others: [(.allowed(user: 0), 9), (.allowed(user: 7), 2)]),
        Case(testDescription: "those who arrive take none", stage: .asking(user: 7), others: [(.arriving, 99)]),
        Case(testDescription: "and are counted by connection alone", stage: .arriving, others: [(.arriving, 99)]),
    ])
    func aCallGoesOnWhereThereIsAPlace(_ example: Case) {
        let others = example.others.flatMap { Array(repeating: $0.stage, count: $0.count) }
        #expect(places.refusal(of: example.stage, beside: others) == example.refusal)
    }

    @Test func aConnectionHasItsOwnLimit() {
        #expect(places.refusal(beside: 1) == nil)
        #expect(places.refusal(beside: 2) == .sender)
    }

    @Test func onlyWhatIsAllowedIsDone() {
        #expect(CallPlaces.Stage.allowed(user: nil).isAllowed && CallPlaces.Stage.allowed(user: 7).isAllowed)
        #expect(!CallPlaces.Stage.arriving.isAllowed && !CallPlaces.Stage.asking(user: 0).isAllowed)
    }
}
