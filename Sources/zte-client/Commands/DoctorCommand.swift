import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct DoctorCommand: ParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks for what keeps a stick from working, and says what to do.",
        discussion: """
            Follows the way of the data: service, stick, drivers, ports, udev rules, other programs, SIM, network, access \
            point, PPP, call, route, name servers, permissions. Each line begins with ok, problem, note (worth knowing) or \
            skipped (what comes before it makes it moot). Ends with 0 without a problem, with 7 if there is one. Changes \
            nothing, and does not start the service. With sudo it sees more: who has the ports open, and the journal. With \
            --host only what the bus of that machine knows is looked at; the rest is skipped.
            """)

    @Option(
        help: ArgumentHelp(
            "Write a report to a new file that only you may read, or to standard output (-).",
            discussion: """
                All of it, and the last lines of the service in the journal where you may read them. Numbers, addresses \
                and secrets are masked, so that it can be attached to a fault that is reported.
                """, valueName: "file"),
        completion: .file())
    var report: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
        EventLoop.exit { [self] in await status().rawValue }
    }

    @LoopActor private func status() async -> ExitStatus {
        do {
            let facts = try await facts()
            let diagnosis = Diagnosis(facts)
            try await show(facts, diagnosis)
            return diagnosis.problems == 0 ? .success : .problem
        } catch {
            let complaint = Complaint(any: error)
            try? Output.error.write(complaint.text)
            return complaint.status
        }
    }

    /// That there is no bus is a finding, but on another machine it is the end: nothing else is known of it.
    @LoopActor private func facts() async throws -> DoctorFacts {
        var facts = DoctorFacts()
        do {
            try await common.withService { service throws in facts = try await BusScan(service: service).facts() }
        } catch ServiceError.noBus(let error) where common.host == nil {
            facts.service.busProblem = error.message
        }
        if common.host == nil { facts.machine = MachineScan().facts() }
        return facts
    }

    @LoopActor private func show(_ facts: DoctorFacts, _ diagnosis: Diagnosis) async throws {
        if let report {
            let journal = common.host == nil ? await Journal.lastLines() : nil
            let text = DoctorReport(facts: facts, diagnosis: diagnosis, journal: journal, time: .now).text
            try ReportFile.write(text, to: report)
            // It takes the place of what is printed otherwise.
            if report == "-" { return }
        }
        if common.json { return try Output.standard.writeLine(JSON(diagnosis).text) }
        try Output.standard.write(DoctorTable(findings: diagnosis.findings, paint: Output.standard.paint).text)
        if let report { try Output.error.writeLine("the report is in \(EscapedText.escape(report))") }
    }
}
