import Testing

@testable import zte_client

/// Received power over time, in characters.
@Suite struct SignalPlotTests {
    @Test func aLineThatFallsAndRises() {
        let plot = SignalPlot(samples: [-51, -51, -82, -113, -82, nil, -82], columns: 14, rows: 5)
        #expect(plot.lines[0].hasPrefix(" -51 ┤──╮"))
        #expect(plot.lines[2].hasSuffix("┤  ╰╮╭ ─") || plot.lines[2].hasSuffix("│  ╰╮╭ ─"))
        #expect(plot.lines[4].hasPrefix("-113 ┤   ╰╯"))
    }

    @Test(arguments: [1, 7, 8, 20, 80, 300], [1, 2, 3, 16, 100])
    func itStaysInItsWindow(columns: Int, rows: Int) {
        let samples = (0..<400).map { index -> Double? in index % 7 == 0 ? nil : Double(-40 - index % 90) }
        let lines = SignalPlot(samples: samples, columns: columns, rows: rows).lines
        #expect((3...16).contains(lines.count))
        #expect(lines.allSatisfy { $0.count < max(columns, 8) })
    }

    @Test func whatIsOutOfRangeIsAtTheEdge() {
        let lines = SignalPlot(samples: [0, -500, .infinity, -.infinity], columns: 20, rows: 4).lines
        #expect(lines[0].contains("╮") && lines[3].contains("╰"))
    }

    @Test func withoutSamplesThereIsAnAxis() {
        #expect(SignalPlot(samples: [], columns: 20, rows: 3).lines == [" -51 ┤", "     │", "-113 ┤"])
        #expect(SignalPlot(samples: [nil], columns: 20, rows: 3).lines == [" -51 ┤", "     │", "-113 ┤"])
    }
}
