import Testing

@testable import ATProtocol

@Suite struct AlphabetTests {
    @Test func everySeptetOfTheDefaultAlphabet() {
        let text = GSMAlphabet.decode((0..<128).filter { $0 != 0x1b }.map { UInt8($0) })
        #expect(
            text
                == "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
        #expect(GSMAlphabet.encode(text) == (0..<128).filter { $0 != 0x1b }.map { UInt8($0) })
    }

    @Test func theExtension() {
        let text = "\u{c}^{}\\[~]|€"
        let septets: [UInt8] = [0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65].flatMap { [0x1b, $0] }
        #expect(GSMAlphabet.encode(text) == septets)
        #expect(GSMAlphabet.decode(septets) == text)
    }

    @Test(
        arguments: [
            ([0x1b], ""), ([0x1b, 0x1b], " "), ([0x1b, 0x41], "A"), ([0x1b, 0x1b, 0x65], " e"), ([0x80, 0xc1], "@A"),
            ([0x41, 0x1b], "A"),
        ] as [([UInt8], String)])
    func whatAnEscapeMeans(septets: [UInt8], text: String) {
        #expect(GSMAlphabet.decode(septets) == text)
    }

    @Test func whatHasNoCode() {
        #expect(GSMAlphabet.encode("ç") == nil)
        #expect(GSMAlphabet.encode("e\u{301}") == nil)
        #expect(GSMAlphabet.encode("`") == nil)
    }

    @Test(arguments: [
        (NationalLanguage.turkish, "ğüşıöçĞÜŞİÖÇ"), (.portuguese, "ãõâêôÃÕÂÊÔáéíóúàçªº"), (.hindi, "अआइकखगहिन्दी"),
        (.bengali, "অআইকখগ"),
        (.gujarati, "અઆઇકખગ"), (.kannada, "ಅಆಇಕಖಗ"), (.malayalam, "അആഇകഖഗ"), (.oriya, "ଅଆଇକଖଗ"), (.punjabi, "ਅਆਇਕਖਗ"),
        (.tamil, "அஆஇகஙச"), (.telugu, "అఆఇకఖగ"), (.urdu, "آبپتٹجچ"),
    ])
    func aNationalAlphabetHasItsLetters(language: NationalLanguage, letters: String) {
        let alphabet = GSMAlphabet.decode(
            (0..<128).filter { $0 != 0x1b }.map { UInt8($0) }, locking: language, single: language)
        let extended = GSMAlphabet.decode(
            (0..<128).filter { $0 != 0x1b }.flatMap { [0x1b, UInt8($0)] }, single: language)
        let known = Set((alphabet + extended).unicodeScalars)
        for letter in letters.unicodeScalars { #expect(known.contains(letter), "\(language) \(letter)") }
    }

    @Test func spanishLettersFollowAnEscape() {
        #expect(GSMAlphabet.decode([0x1b, 0x41, 0x1b, 0x61, 0x1b, 0x09, 0x1b, 0x75], single: .spanish) == "Ááçú")
        #expect(GSMAlphabet.decode([0x41], locking: .spanish) == "A")
    }

    @Test func theTablesAreWhole() {
        for language in NationalLanguage.allCases {
            let alphabet = GSMAlphabet.decode((0..<128).map { UInt8($0) }, locking: language)
            // 0x1b and its septet are one character.
            #expect(alphabet.unicodeScalars.count == 127)
            // Digits and line ends are where they are in the default alphabet.
            #expect(GSMAlphabet.decode(Array(0x30...0x39), locking: language) == "0123456789")
            #expect(GSMAlphabet.decode([0x0a, 0x0d], locking: language) == String("\n\r"))
            #expect(GSMAlphabet.decode([0x1b, 0x65], single: language) == "€")
        }
    }

    @Test func aLanguageNobodyKnowsIsNone() throws {
        // Single shift 200, locking shift 201: "Hi".
        let text = try received("0044048121430000621152317000400A 06 2401C82501C9 C834".filter { $0 != " " })
        #expect(text.content == .text("Hi"))
        #expect(NationalLanguage(identifier: 200) == .none)
        #expect(NationalLanguage(identifier: 14) == .none)
    }

    @Test func aTurkishMessage() throws {
        // 0x04 is the euro in the Turkish alphabet; after an escape 0x67 is ğ in the Turkish extension.
        let septets: [UInt8] = [0x04, 0x1b, 0x67]
        let body = SeptetPacking.pack(septets, fillBits: SeptetPacking.fillBits(after: 7))
        let length = 8 + septets.count
        let header = "06240101250101"
        let hexadecimal =
            "004404812143000062115231700040" + Hexadecimal.encode([UInt8(length)]) + header + Hexadecimal.encode(body)
        #expect(try received(hexadecimal).content == .text("€ğ"))
    }

    @Test func septetsComeBackAsTheyWere() {
        var numbers = Numbers(state: 7)
        for count in 0..<180 {
            let septets = numbers.octets(count).map { $0 & 0x7f }
            for fillBits in 0...6 {
                let octets = SeptetPacking.pack(septets, fillBits: fillBits)
                #expect(octets.count == (count * 7 + fillBits + 7) / 8)
                #expect(SeptetPacking.unpack(octets, fillBits: fillBits, count: count) == septets)
            }
        }
        #expect(SeptetPacking.pack("hellohello".utf8) == Hexadecimal.decode(Array("E8329BFD4697D9EC37".utf8)))
    }

    @Test(arguments: [0, 7, 6, 5, 4, 3, 2, 1].map { $0 })
    func theFillingReachesTheNextSeptet(octets: Int) {
        let bits = octets * 8 + SeptetPacking.fillBits(after: octets)
        #expect(bits % 7 == 0 && bits < octets * 8 + 7)
    }
}
