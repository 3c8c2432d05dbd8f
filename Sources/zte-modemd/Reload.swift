import DeviceCatalog
import EventLoop
import KeyFile
import Logging
import ModemCore
import ModemService
import StateStore

/// Reads again what an administrator may have changed, while everything goes on. What is broken is named, and what was in force
/// stays in force: the configuration as a whole, the device data as a whole, each profile by itself.
@LoopActor final class Reload {
    typealias Parts = (
        daemon: Daemon, pipeline: HotplugPipeline, profiles: ProfileBook, messages: MessageStore,
        identities: IdentityMask
    )

    private let options: DaemonOptions
    private let parts: Parts
    private let notification: ServiceNotification
    private let log: Logger
    private let lane = BlockingLane("configuration")
    private var turn: Task<Void, Never>?

    init(_ options: DaemonOptions, parts: Parts, _ notification: ServiceNotification, _ log: Logger) {
        self.options = options
        self.parts = parts
        self.notification = notification
        self.log = log
    }

    /// One after the other: who asks twice has changed something in between.
    func request() {
        let previous = turn
        turn = Task {
            await previous?.value
            await perform()
        }
    }

    private func perform() async {
        notification.reloading()
        log.info("reloading")
        let isWhole = await [readSettings(), readProfiles()].allSatisfy { $0 }
        log.info(isWhole ? "reloaded" : "reloaded, but for what is named above: there the old holds still")
        notification.ready()
    }

    private func readSettings() async -> Bool {
        // The group of an administrator may be asked of a server.
        let (options, old) = (self.options, parts.pipeline.catalog)
        let (configuration, mistakes, catalog, problems) = await lane.run {
            let (configuration, mistakes) = ServiceConfiguration.load(options.configuration)
            let (catalog, problems) = DeviceCatalog.load(options.catalogFolders)
            return (configuration, mistakes, catalog, problems)
        }
        for mistake in mistakes { log.error("configuration stays as it was: \(mistake)") }
        for problem in problems { log.error("device data stays as it was: \(problem)") }
        if problems.isEmpty, catalog != old {
            log.notice("device data is new; a stick that is plugged in keeps what held when it came")
        }
        let settings = mistakes.isEmpty ? configuration : nil
        parts.pipeline.setRules(
            problems.isEmpty ? catalog : old, switchesByItself: settings?.switchesByItself)
        if let settings {
            parts.daemon.setFallback(settings.fallbackGroup)
            parts.messages.setRetention(settings.retention)
            parts.identities.setShowsAll(options.logsIdentities || settings.logsIdentities)
        }
        return mistakes.isEmpty && problems.isEmpty
    }

    private func readProfiles() async -> Bool {
        let problems = await parts.profiles.reload()
        parts.daemon.profilesReloaded()
        for problem in problems { log.error("profile stays as it was: \(problem)") }
        return problems.isEmpty
    }
}

extension DaemonOptions {
    /// A later folder wins.
    var catalogFolders: [String] { deviceFolders.isEmpty ? DeviceCatalog.standardFolders : deviceFolders }
}

extension ServiceConfiguration {
    var retention: MessageRetention {
        var retention = MessageRetention()
        retention.count = messageCount ?? retention.count
        retention.days = messageDays
        return retention
    }
}
