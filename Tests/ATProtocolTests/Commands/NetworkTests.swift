import ATProtocol
import Testing

@Suite struct NetworkTests {
    @Test(arguments: [
        ("2,1", RegistrationUpdate(.home)), ("0,5", RegistrationUpdate(.roaming)), ("2,0", RegistrationUpdate(.idle)),
        ("1,3", RegistrationUpdate(.denied)), ("2,4", RegistrationUpdate(.unknown)),
        ("2,1,\"1A2B\",\"C3D4\"", RegistrationUpdate(.home, lac: 0x1a2b, cellID: 0xc3d4)),
        ("2,1,1a2b,c3d4", RegistrationUpdate(.home, lac: 0x1a2b, cellID: 0xc3d4)),
        (
            "2, 5, \"1A2B\", \"0C3D4E5F\", 6",
            RegistrationUpdate(.roaming, lac: 0x1a2b, cellID: 0xc3d4e5f, accessTechnology: .hspa)
        ),
        ("2,1,\"FFFE\",\"FFFFFFFF\"", RegistrationUpdate(.home)),
        ("2,2,\"0000\",\"00000000\"", RegistrationUpdate(.searching)),
        ("2,1,\"\",\"\"", RegistrationUpdate(.home)), ("2,1,xyz,zyx", RegistrationUpdate(.home)),
        ("2,8", RegistrationUpdate(.denied)), ("2,6", RegistrationUpdate(.home)),
    ])
    func anAskedRegistration(values: String, expected: RegistrationUpdate) throws {
        #expect(try AT.Registration(.circuit).reply(to: answer("+CREG: " + values)) == expected)
        #expect(try AT.Registration(.packet).reply(to: answer("+CGREG: " + values)) == expected)
    }

    @Test(arguments: ["1", "1,\"1A2B\",\"C3D4\"", "5,\"1A2B\",\"C3D4E5\",2", "1,1A2B,0000C3D4,2", "1,00FE,0000C3D4"])
    func aReportInBetweenIsNotTheAnswer(values: String) throws {
        let wire = "+CREG: \(values)".framed + answer("+CREG: 2,2")
        #expect(try AT.Registration(.circuit).reply(to: wire) == RegistrationUpdate(.searching))
    }

    @Test(arguments: ["+CREG: 2,77", "+CREG: 2,x"])
    func aStatusWeDoNotKnowIsNoAnswer(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.Registration(.circuit).reply(to: answer(line)) }
    }

    @Test(arguments: [
        ("+COPS: 0,0,\"AT&T@\",0", "AT&T@", "", AccessTechnology.gsm), ("+COPS: 0,0,\"\"", "", "", nil),
        ("+COPS: 0", "", "", nil), ("+COPS: 1,2,\"310410\",2", "", "310410", .umts),
        ("+COPS: 0,0,\"O2 - de\",", "O2 - de", "", nil), ("+COPS: 0,0,\"a,b\",7", "a,b", "", .lte),
        ("+COPS: 0,2,26201", "", "26201", nil), ("+COPS: 0,2,\"junk\"", "", "", nil),
        ("+COPS: 0,,\"26201\"", "", "26201", nil),
        ("+COPS: 0,0,\"never closed", "never closed", "", nil),
    ])
    func theOperatorInUse(line: String, name: String, code: String, technology: AccessTechnology?) throws {
        #expect(
            try AT.CurrentOperator().reply(to: answer(line))
                == OperatorReport(name: name, code: code, accessTechnology: technology))
    }

    @Test func namesInRawGSMLettersAreMadeHarmless() throws {
        let wire =
            Array("\r\n+COPS: 0,0,\"AT&T".utf8) + [0x00, 0x1b, 0x65, 0x0b, 0xff] + Array("\",2\r\n\r\nOK\r\n".utf8)
        #expect(try AT.CurrentOperator(.name).reply(to: wire).name == "AT&Te\u{fffd}")
    }

    @Test func aScanMayHaveEmptyNamesAndADanglingComma() throws {
        let line =
            "+COPS: (2,\"AT&T@\",\"AT&TD\",\"310410\",0),(3,\"\",\"\",\"31026\",0),(1,\"A (B), C\",\"A\",\"26201\",2),"
        #expect(
            try AT.OperatorScan().reply(to: answer(line)) == [
                OperatorOffer(
                    .current, longName: "AT&T@", shortName: "AT&TD", code: "310410", accessTechnology: .gsm),
                OperatorOffer(.forbidden, longName: "", shortName: "", code: "31026", accessTechnology: .gsm),
                OperatorOffer(
                    .available, longName: "A (B), C", shortName: "A", code: "26201", accessTechnology: .umts),
            ])
    }

    @Test(arguments: [
        ("+COPS: (2,\"A\",\"B\",\"26201\"),,(0,1,3,4),(0,1,2)", 1), ("+COPS:", 0),
        ("+COPS: (9,\"A\",\"B\",\"26201\")", 0), ("+COPS: (1,\"A\",\"B\",\"x\")", 0),
    ])
    func whatIsNoNetworkIsSkipped(line: String, count: Int) throws {
        #expect(try AT.OperatorScan().reply(to: answer(line)).count == count)
    }

    @Test(
        arguments: [
            ("+CSQ: 0,0", 0, -113.0), ("+CSQ: 31,99", 100, -51), ("+CSQ:15,99", 48, -83), ("+CSQ: 16", 51, -81),
            ("+CSQ: 100,99", 0, -116), ("+CSQ: 191,99", 100, -25), ("+CSQ: 99,99", nil, nil),
            ("+CSQ: 199,99", nil, nil),
        ] as [(String, Int?, Double?)])
    func signalStrength(line: String, percent: Int?, dBm: Double?) throws {
        #expect(try AT.Signal().reply(to: answer(line)) == SignalStrength(percent: percent, dBm: dBm))
    }

    @Test(arguments: ["+CSQ: 32,99", "+CSQ: -1,99", "+CSQ: x", "+CSQ:", "+CSQ: 9999999999"])
    func whatIsNoStrengthIsRefused(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.Signal().reply(to: answer(line)) }
    }

    @Test(
        arguments: [
            ("\"GSM\"", AccessTechnology.gsm), ("\"GPRS\",\"CS_PS\"", .gprs), ("\"EDGE\"", .edge),
            ("\"GPRS/EDGE\",\"CS_ONLY\"", .edge), ("\"UMTS\"", .umts), ("\"3G\"", .umts),
            ("\"HSDPA\",\"CS_PS\"", .hsdpa),
            ("\"LTE\",\"CS_PS\"", .lte), ("\"No Service\"", .noService), ("\"Limited Service\"", .noService),
            ("HSPA+", .hspa),
            ("\"Warp\"", nil), ("\"\"", nil),
        ] as [(String, AccessTechnology?)])
    func zteWordsForTechnologies(values: String, expected: AccessTechnology?) throws {
        #expect(try AT.AccessTechnologyQuery().reply(to: answer("+ZPAS: " + values)) == expected)
    }

    @Test func theNamesOfTechnologiesAreThoseOfTheAPI() {
        #expect(
            AccessTechnology.allCases.map(\.rawValue)
                == ["none", "gsm", "gprs", "edge", "umts", "hsdpa", "hsupa", "hspa", "lte"])
    }
}
