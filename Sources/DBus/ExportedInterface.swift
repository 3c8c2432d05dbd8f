package import EventLoop

/// An interface of one object: the functions behind its methods and the current values of its properties.
///
/// Add it to an ``ObjectTree``; before that, and while the bus is away, it can be updated all the same.
@LoopActor package final class ExportedInterface {
    package nonisolated let declaration: InterfaceDeclaration
    private let methods: [String: BoundMethod]
    private let setters: [String: BoundSetter]
    /// In the order of the declaration; nil is unknown.
    private var values: [Value?] { didSet { allSettings = nil } }
    /// What GetAll answers; nil until somebody asks.
    private var allSettings: PreparedReply?
    /// What clients have been told last.
    private var announced: [Value?]
    /// Those that somebody who asked has seen with a value that was not announced.
    private var seenEarly: Set<Int> = []
    /// Tells the time since then.
    private var sinceAnnounced: (@LoopActor () -> Duration)?
    private var announcement: Task<Void, Never>?
    /// Where it is exported.
    var site: Site?

    struct Site {
        weak var tree: ObjectTree?
        let path: ObjectPath
    }

    private(set) lazy var xml = IntrospectionXML.xml(declaration)

    /// - Parameters:
    ///   - methods: one for each method declared.
    ///   - setters: one for each writable property.
    package init(
        _ declaration: InterfaceDeclaration, methods: [BoundMethod] = [], setters: [BoundSetter] = [],
        values: PropertyValues = PropertyValues()
    ) {
        self.declaration = declaration
        self.methods = Dictionary(methods.map { ($0.description.name, $0) }) { $1 }
        self.setters = Dictionary(setters.map { ($0.description.name, $0) }) { $1 }
        self.values = Self.ordered(values, declaration)
        announced = self.values
        // A slip in the program, found by the first test that exports the interface.
        precondition(
            methods.count == declaration.methods.count
                && declaration.methods.allSatisfy { self.methods[$0.name]?.description == $0 },
            "the bound methods are not those of \(declaration.name)")
        precondition(
            declaration.properties.allSatisfy { ($0.access == .read) == (self.setters[$0.name] == nil) },
            "\(declaration.name) needs a setter for each writable property, and no other")
    }

    /// Replaces all values, and announces what is different in one PropertiesChanged; nothing if nothing is.
    ///
    /// A property that is absent becomes unknown. One of another interface or type is ignored.
    package func update(_ new: PropertyValues) {
        values = Self.ordered(new, declaration)
        guard let clock = site?.tree?.clock else { return }
        let news = declaration.properties.indices.filter(isNews)
        if news.contains(where: { declaration.properties[$0].change == .signalled }) { return announce() }
        guard news.contains(where: { declaration.properties[$0].change == .coalesced }) else { return }
        let wait = Self.pause - (sinceAnnounced?() ?? Self.pause)
        guard wait > .zero else { return announce() }
        if announcement == nil {
            announcement = Task { [weak self] in
                if (try? await clock.sleep(for: wait)) != nil { self?.announce() }
            }
        }
    }

    /// Between two announcements of what is coalesced.
    private static let pause = Duration.seconds(1)

    /// Whether not everybody knows this value. One that went back to what it was is news to those who saw it meanwhile.
    private func isNews(_ index: Int) -> Bool { values[index] != announced[index] || seenEarly.contains(index) }

    /// Tells what clients do not know yet, if there is still anything: a value may have gone back to what it was.
    private func announce() {
        var changed: [(name: String, value: Value)] = []
        var invalidated: [String] = []
        for (index, property) in declaration.properties.enumerated() where isNews(index) {
            guard property.change == .signalled || property.change == .coalesced else { continue }
            if let value = values[index] {
                changed.append((property.name, value))
            } else {
                invalidated.append(property.name)
            }
        }
        isAnnounced()
        guard !changed.isEmpty || !invalidated.isEmpty, let site else { return }
        site.tree?.announce(changed: changed, invalidated: invalidated, of: declaration.name, at: site.path)
    }

    /// Clients have just been told the values as they are.
    func isAnnounced() {
        announcement?.cancel()
        announcement = nil
        announced = values
        seenEarly = []
        if let clock = site?.tree?.clock { sinceAnnounced = Self.stopwatch(clock) }
    }

    private static func stopwatch<C: Clock<Duration>>(_ clock: C) -> @LoopActor () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// The values as they are; what is unknown is absent.
    package var current: PropertyValues { PropertyValues(Dictionary(settings.map { ($0.name, $0.value) }) { $1 }) }

    /// Sends a signal, if the interface is exported and the bus is there.
    package func emit<each Content: BusType>(
        _ signal: SignalDeclaration<repeat each Content>, _ content: repeat each Content
    ) {
        guard let site else { return }
        let body = signal.encode(repeat each content)
        try? site.tree?.connection?.emit(
            path: site.path, interface: declaration.name, member: signal.description.name, body: body)
    }

    func method(_ name: String) -> BoundMethod? { methods[name] }
    func setter(_ name: String) -> BoundSetter? { setters[name] }

    /// The answer to GetAll.
    func allSettings(to address: ReplyAddress) throws(BusError) -> Message {
        if let allSettings { return try allSettings.message(to: address) }
        let reply = try PreparedReply { writer throws(BusError) in try writer.append(settings: settings) }
        allSettings = reply
        return try reply.message(to: address)
    }

    /// What is known.
    var settings: [(name: String, value: Value)] {
        var settings: [(name: String, value: Value)] = []
        settings.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            noteReading(index)
            if let value { settings.append((declaration.properties[index].name, value)) }
        }
        return settings
    }

    enum Lookup {
        case value(Value)
        case unknownNow
        case noSuchProperty
    }

    func value(of name: String) -> Lookup {
        guard let index = declaration.properties.firstIndex(where: { $0.name == name }) else { return .noSuchProperty }
        noteReading(index)
        return values[index].map(Lookup.value) ?? .unknownNow
    }

    private func noteReading(_ index: Int) {
        guard declaration.properties[index].change == .coalesced, values[index] != announced[index] else { return }
        seenEarly.insert(index)
    }

    func property(_ name: String) -> PropertyDescription? { declaration.properties.first { $0.name == name } }

    private static func ordered(_ values: PropertyValues, _ declaration: InterfaceDeclaration) -> [Value?] {
        declaration.properties.map { property in
            values.values[property.name].flatMap { $0.has(type: property.signature) ? $0 : nil }
        }
    }
}
