import ArgumentParser
import Commerce
import JSON
import Service
import Storage

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy a data directory to a new folder, also while it is being served.",
        discussion: """
            The folder holds everything but the keys. They go to one file outside of it, in place of \
            the copy before: so whoever was forgotten is gone from all older backups too.
            """)

    @OptionGroup var data: DataOption
    @Option(
        name: .customLong("vault"),
        help: "Where the copy of the vault goes; martlet.vault beside the new folder if not given.")
    var vaultCopy: String?
    @Flag(help: "Replace the copy of the vault alone: who is forgotten is gone from old backups.")
    var vaultOnly = false
    @Argument(help: "The new folder; with --vault-only a backup, whose vault is replaced.")
    var folder: String

    func run() throws {
        let directory = try DataDirectory(reading: data.path)
        let vault = vaultCopy ?? DataDirectory.vaultCopy(beside: folder)
        if vaultOnly {
            try directory.vault.backup(to: vault)
        } else {
            try directory.backup(to: folder, vault: vault)
            print("\(data.path) is backed up to \(folder), sealed")
        }
        try directory.close()
        print("its keys are in \(vault), without which no backup of it can be read")
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a data directory from a backup.")

    @OptionGroup var vault: VaultOption
    @Argument(help: "The folder of the backup.") var folder: String
    @OptionGroup var data: DataOption

    func run() throws {
        try DataDirectory.restore(from: folder, vault: vault.path, to: data.path)
        print("\(data.path) is restored from \(folder)")
    }
}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check every stored event, item and answer; exits with 1 where something is wrong.")

    @OptionGroup var data: DataOption
    @OptionGroup var vault: VaultOption

    func run() throws {
        let directory = try DataDirectory(reading: data.path, vault: vault.path)
        let problems = try directory.problems()
        for problem in problems { print(problem) }
        print("\(grouped(Int(directory.log.lastOffset))) offsets, \(problems.count) problems")
        print(
            "\(grouped(try directory.log.forgottenCount())) events forgotten, "
                + "\(grouped(try directory.vault.receipts().count)) receipts")
        if !problems.isEmpty { throw ExitCode(1) }
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the event log as JSON Lines.")

    @OptionGroup var data: DataOption
    @OptionGroup var vault: VaultOption
    @Option(help: "The first offset.") var from: Int64 = 1

    func run() throws {
        let directory = try DataDirectory(reading: data.path, vault: vault.path)
        var next = from
        while true {
            let page = try directory.log.read(from: next, limit: 2000)
            guard let last = page.last else { return }
            for event in page { print(event.line) }
            next = last.offset + 1
        }
    }
}
