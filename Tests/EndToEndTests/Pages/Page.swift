import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One page in a browser, with storage of its own: what a person would do with it.
struct Page: Sendable {
    struct Look: Sendable {
        var width = 1280
        var height = 800
        var isDark = false
        var language = "en-GB"

        static let desktop = Look()
        static let dark = Look(isDark: true)
        static let phone = Look(width: 390, height: 844)
    }

    private let browser: Browser
    private let session: String
    private let origin: String

    init(_ browser: Browser, port: Int, _ look: Look = .desktop) throws {
        self.browser = browser
        origin = "http://127.0.0.1:\(port)"
        let context = try browser.send("Target.createBrowserContext")["browserContextId"] ?? .null
        let target = try browser.send(
            "Target.createTarget", ["url": "about:blank", "browserContextId": context])
        session =
            try browser.send(
                "Target.attachToTarget",
                ["targetId": target["targetId"] ?? .null, "flatten": true])["sessionId"]?.string
            ?? ""
        for domain in ["Page", "Runtime", "Log"] { try send("\(domain).enable") }
        try send(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .int(Int64(look.width)), "height": .int(Int64(look.height)),
                "deviceScaleFactor": 1, "mobile": .bool(look.width < 600),
            ])
        try send(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    [
                        "name": "prefers-color-scheme",
                        "value": .string(look.isDark ? "dark" : "light"),
                    ]
                ]
            ])
        try send(
            "Emulation.setUserAgentOverride",
            ["userAgent": "Martlet tests", "acceptLanguage": .string(look.language)])
    }

    @discardableResult
    private func send(_ method: String, _ parameters: Value = [:]) throws -> Fields {
        try browser.send(method, parameters, session: session)
    }

    /// What the page complained of: exceptions, and errors in its console.
    var complaints: [String] {
        browser.complaints.filter { $0.session == session }.map(\.text)
    }

    // MARK: Look

    /// Goes to an address of the server and waits until it is loaded.
    func open(_ path: String) throws {
        try send("Page.navigate", ["url": .string(origin + path)])
        try wait("document.readyState === 'complete'", "\(path) is loaded")
    }

    /// What a script gives, as JSON.
    @discardableResult
    func evaluate(_ script: String) throws -> Value {
        let answer = try send(
            "Runtime.evaluate",
            ["expression": .string(script), "returnByValue": true, "awaitPromise": true])
        if let details = answer["exceptionDetails"]?.object {
            let text = details["exception"]?.object?["description"]?.string
            throw Browser.Failure(description: "\(script): \(text ?? "failed")")
        }
        return answer["result"]?.object?["value"] ?? .null
    }

    /// Whether a script's condition holds.
    func holds(_ condition: String) throws -> Bool {
        try evaluate("Boolean(\(condition))") == true
    }

    /// Waits until a condition holds.
    ///
    /// - Throws: `Browser.Failure` with the name of what did not come.
    func wait(_ condition: String, _ what: String) throws {
        for _ in 0..<1200 {
            if (try? holds(condition)) == true { return }
            usleep(50_000)
        }
        throw Browser.Failure(description: "it did not come to this: \(what)")
    }

    /// Evaluates a script until it gives a value, and gives what it gave last: a failure names it.
    func evaluate(_ script: String, until value: Value) throws -> Value {
        var last = try? evaluate(script)
        for _ in 0..<200 where last != value {
            usleep(50_000)
            last = try? evaluate(script)
        }
        return try last ?? evaluate(script)
    }

    func text(_ selector: String) throws -> String {
        try evaluate("document.querySelector(\(quoted(selector)))?.innerText ?? ''").string ?? ""
    }

    /// A picture of what is in the window, as the bytes of a PNG.
    func screenshot() throws -> String {
        try send("Page.captureScreenshot", ["format": "png"])["data"]?.string ?? ""
    }

    // MARK: Act

    /// Presses the mouse in the middle of the first element that shows.
    func click(_ selector: String) throws {
        let find = """
            (() => {
              const element = [...document.querySelectorAll(\(quoted(selector)))]
                .find((one) => one.checkVisibility());
              if (!element) return null;
              element.scrollIntoView({ block: 'center', behavior: 'instant' });
              const box = element.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + Math.min(box.height / 2, 60)];
            })()
            """
        guard case .array(let place) = try evaluate(find), place.count == 2 else {
            throw Browser.Failure(description: "nothing to click: \(selector)")
        }
        for type in ["mouseMoved", "mousePressed", "mouseReleased"] {
            try send(
                "Input.dispatchMouseEvent",
                [
                    "type": .string(type), "x": place[0], "y": place[1], "button": "left",
                    "clickCount": 1,
                ])
        }
    }

    func type(_ text: String) throws {
        try send("Input.insertText", ["text": .string(text)])
    }

    /// A key by its name, such as `Tab`, `Enter`, `Escape`, `ArrowDown`.
    func press(_ key: String) throws {
        let codes: [String: Int64] = [
            "Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowRight": 39, "ArrowDown": 40,
        ]
        var down: Fields = [
            "type": "keyDown", "key": .string(key), "code": .string(key),
            "windowsVirtualKeyCode": .int(codes[key] ?? 0),
        ]
        if key == "Enter" { down["text"] = "\r" }
        try send("Input.dispatchKeyEvent", .object(down))
        down["type"] = "keyUp"
        down["text"] = nil
        try send("Input.dispatchKeyEvent", .object(down))
    }

    /// Moves the focus by Tab until it is on an element that fits.
    func tab(to selector: String, most: Int = 40) throws {
        for _ in 0..<most {
            try press("Tab")
            if try holds("document.activeElement.matches(\(quoted(selector)))") { return }
        }
        throw Browser.Failure(description: "Tab does not reach \(selector)")
    }
}

/// As a literal of the page's language.
private func quoted(_ text: String) -> String {
    "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
}
