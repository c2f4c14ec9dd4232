import ArgumentParser
import JSON
import Service
import Simulation

struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send simulated shoppers to a running server, or fit them to a real shop's log.",
        discussion: """
            With --target, puts the made-up catalogue into the server first; use a server made for \
            it. With --fit, reads the files of UCI Online Retail, cleaned as `martlet import \
            online-retail` does, finds the parameters under which simulated shoppers order as the \
            real ones did, and shows both side by side.
            """)

    @Option(help: "The server, such as http://127.0.0.1:8080.") var target: String?
    @Option(
        name: .customLong("fit"), parsing: .singleValue, help: "A log of orders; several add up.")
    var logs: [String] = []
    @Option(help: "How often the fit goes through all parameters, for each size of step.")
    var searches = 2
    @Option(help: "How many shoppers.") var shoppers = 100
    @Option(help: "How long, in seconds.") var seconds = 60.0
    @Option(help: "Answers that they ask for, a second.") var pace = 50.0
    @Option(help: "Everything made up follows from it.") var seed: UInt64 = 1
    @Option(help: "Tells runs against one server apart, so that their events do not collide.")
    var round = 0
    @Flag(help: "Print the figures as one line of JSON.") var json = false

    func validate() throws {
        guard (target == nil) != logs.isEmpty else {
            throw ValidationError("give either --target or --fit")
        }
    }

    func run() async throws {
        guard let target else { return try MarketFitting(files: logs).run(searches, seed, json) }
        let address = try Address(target)
        let shop = Shop(seed: seed)
        var simulator = Simulator(shop: shop, shopperCount: shoppers, seed: seed, run: round)
        let driver = SimulatorDriver(host: address.host, port: address.port, pace: pace)
        try await driver.stock(shop)
        var line = ProgressLine()
        let tally = try await driver.run(&simulator, seconds: seconds) { tally in
            line.show(share: nil, text: "\(grouped(tally.events)) events", count: tally.events)
        }
        line.end()
        if json {
            var writer = JSONWriter()
            writer.object { writer in
                writer.field("answers", tally.answers)
                writer.field("events", tally.events)
                writer.field("failures", tally.failures)
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else {
            print(
                "\(grouped(tally.answers)) answers, \(grouped(tally.events)) events, "
                    + "\(tally.failures) failures")
        }
    }
}

/// Host and port of a plain HTTP address.
struct Address {
    var host: String
    var port: Int

    init(_ text: String) throws {
        var rest = Substring(text)
        if rest.hasPrefix("http://") { rest = rest.dropFirst(7) }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        let parts = rest.split(separator: ":")
        guard !parts.isEmpty, parts.count <= 2,
            let port = parts.count == 2 ? Int(parts[1]) : 80
        else {
            throw ValidationError("\(text) is no address such as http://127.0.0.1:8080")
        }
        host = String(parts[0])
        self.port = port
    }
}
