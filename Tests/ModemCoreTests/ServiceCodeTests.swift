import ModemCore
import Testing

@Suite struct ServiceCodeTests {
    private func code(_ text: String, _ provider: String, owns: Bool = false) -> ServiceCode {
        ServiceCode(purpose: .balance, way: .ussd(code: text, placeholder: nil), provider: provider, ownsNetwork: owns)
    }

    @Test func theLikeliestComesFirst() {
        let message = ServiceCode(
            purpose: .balance, way: .message(number: "1", text: "BAL"), provider: "Billig", ownsNetwork: false)
        let codes = [message, code("*1#", "Cheap"), code("*2#", "Owner", owns: true), code("*3#", "Billig")]
        func order(_ name: String) -> [String] { ServiceCode.ordered(codes, operatorName: name).map(\.provider) }
        #expect(order("billig") == ["Billig", "Billig", "Owner", "Cheap"])
        #expect(order("") == ["Owner", "Cheap", "Billig", "Billig"])
        #expect(ServiceCode.ordered(codes, operatorName: "Billig").first == codes[3])
    }

    @Test func whatSeveralHaveInCommonIsThereOnce() {
        let codes = [code("*1#", "Cheap"), code("*1#", "Owner", owns: true)]
        #expect(ServiceCode.ordered(codes, operatorName: "") == [codes[1]])
    }

    @Test(arguments: ["", "\n", "a\u{1b}", String(repeating: "1", count: 183)]) func whatNobodyCanAnswerIsRefused(
        text: String
    ) {
        #expect(throws: InvalidValue.self) { try USSDResponse(text) }
    }

    @Test(arguments: ["1", "Größe \"x\"", String(repeating: "ж", count: 182)]) func wordsAreAnswers(text: String) throws
    {
        #expect(try USSDResponse(text).text == text)
    }
}
