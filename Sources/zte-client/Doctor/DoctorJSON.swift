extension JSON {
    init(_ diagnosis: Diagnosis) {
        let findings = diagnosis.findings.map { finding in
            JSON.object([
                ("check", .string(finding.check)), ("status", .string(finding.status.rawValue)),
                ("found", .string(finding.found)), ("advice", finding.advice.map { .string($0) } ?? .null),
            ])
        }
        self = .object([("problems", .integer(diagnosis.problems)), ("findings", .array(findings))])
    }
}
