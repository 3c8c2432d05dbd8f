import Testing

@testable import ModemEmulator

@Suite struct StickNumbersTests {
    @Test(arguments: [
        ("356938035643809", 0, "356938035643809"), ("356938035643809", 1, "356938035643817"),
        ("490154203237518", 2, "490154203237534"), ("123456789012345", 0, "123456789012345"),
        ("999999999999994", 1, "000000000000000"),
    ])
    func imeisCountUpAndStayValid(first: String, offset: Int, imei: String) {
        #expect(StickNumbers.imei(first, offset: offset) == imei)
    }

    @Test(arguments: [("262011234567890", 10, "262011234567900"), ("99", 1, "00"), ("009", 120, "129"), ("", 3, "")])
    func digitsCountUp(first: String, offset: Int, digits: String) {
        #expect(StickNumbers.counted(first, offset: offset) == digits)
    }
}
