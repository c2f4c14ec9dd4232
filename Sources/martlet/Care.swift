import ArgumentParser
import Commerce
import JSON
import Service
import Storage

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy a data directory to a new folder, also while it is being served.")

    @OptionGroup var data: DataOption
    @Argument(help: "The new folder.") var folder: String

    func run() throws {
        let directory = try DataDirectory(reading: data.path)
        try directory.backup(to: folder)
        try directory.close()
        print("\(data.path) is backed up to \(folder)")
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a data directory from a backup.")

    @Argument(help: "The folder of the backup.") var folder: String
    @OptionGroup var data: DataOption

    func run() throws {
        try DataDirectory.restore(from: folder, to: data.path)
        print("\(data.path) is restored from \(folder)")
    }
}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check every stored event, item and answer; exits with 1 where something is wrong.")

    @OptionGroup var data: DataOption

    func run() throws {
        let directory = try DataDirectory(reading: data.path)
        let problems = try directory.problems()
        for problem in problems { print(problem) }
        print("\(grouped(Int(directory.log.lastOffset))) offsets, \(problems.count) problems")
        if !problems.isEmpty { throw ExitCode(1) }
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the event log as JSON Lines.")

    @OptionGroup var data: DataOption
    @Option(help: "The first offset.") var from: Int64 = 1

    func run() throws {
        let directory = try DataDirectory(reading: data.path)
        var next = from
        while true {
            let page = try directory.log.read(from: next, limit: 2000)
            guard let last = page.last else { return }
            for event in page { print(event.line) }
            next = last.offset + 1
        }
    }
}
