internal import DBus
internal import EventLoop
internal import ModemCore

extension FacadeError {
    /// Does something in the domain, and gives its failure ModemManager's name.
    @LoopActor static func mapped<Result>(
        _ body: @LoopActor () async throws(ModemError) -> Result
    ) async throws(BusError) -> Result {
        do throws(ModemError) {
            return try await body()
        } catch {
            throw error.facadeError
        }
    }

    /// The same for what the archive of messages does.
    @LoopActor static func archived<Result>(
        _ body: @LoopActor () async throws(MessageArchiveError) -> Result
    ) async throws(BusError) -> Result {
        do throws(MessageArchiveError) {
            return try await body()
        } catch {
            throw FacadeError.memoryFailure(error.message)
        }
    }

    /// Checks an argument; the error names it.
    static func checked<Checked>(_ body: () throws(InvalidValue) -> Checked) throws(BusError) -> Checked {
        do throws(InvalidValue) {
            return try body()
        } catch {
            throw ModemError.invalidValue(error).facadeError
        }
    }
}
