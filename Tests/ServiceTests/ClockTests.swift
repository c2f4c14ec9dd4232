import Commerce
import Engine
import TestSupport
import Testing

@Suite("A clock that jumps")
struct ClockTests {
    @Test("back a month, or ahead a year, loses nothing and refuses nothing")
    func jumps() async throws {
        let days: Double = 86_400
        try await Door.with(roles: []) { door in
            for (step, jump) in [0, -40 * days, 400 * days, -3600, -90 * days].enumerated() {
                door.clock.advance(jump)
                for number in 0..<5 {
                    let event =
                        #"{"id":"e\#(step)-\#(number)","type":"view","user":"u","item":"i\#(number)"}"#
                    #expect(
                        try await door.ask("POST", "/v1/events", Array(event.utf8)).status == 200)
                }
                let question = Array(#"{"placement":"home","user":"u\#(step)"}"#.utf8)
                let answer = try await door.ask("POST", "/v1/recommend", question)
                #expect(answer.status == 200 && answer.text.contains("\"i0\""))
            }
            let stored = try door.engine.events(from: 1, limit: 100)
            #expect(stored.map(\.offset) == Array(1...25))
            #expect(Set(stored.map(\.event.id)).count == 25)
        }
    }
}
