-- ask.lua: the questions of the file in QUESTIONS, in turn, at the address in
-- ADDRESS (ends in ? or &); TOKEN: sent as a program's. AND words become
-- "+word", phrases stand in quotation marks.
local all, at = {}, 0
local address, token = os.getenv("ADDRESS"), os.getenv("TOKEN")

local function code(s)
	return (s:gsub("[^%w]", function(c)
		return string.format("%%%02X", c:byte())
	end))
end

for line in io.lines(os.getenv("QUESTIONS")) do
	local how, words, kind = line:match("^(%S+)\t([^\t]+)\t(%S+)$")
	if how == "phrase" then
		words = '"' .. words .. '"'
	elseif how == "and" and os.getenv("TYPED") == nil then
		words = words:gsub("(%S+)", "+%1")
	end
	all[#all + 1] = address .. "q=" .. code(words) ..
	    (kind ~= "-" and "&kind=" .. kind or "")
end

-- FRESH: begins anywhere, so that of many questions none is asked twice
if os.getenv("FRESH") then
	math.randomseed(os.time())
	at = math.random(#all)
end

if token then
	wrk.headers["Authorization"] = "Bearer " .. token
end

function request()
	at = at % #all + 1
	return wrk.format("GET", all[at])
end

function done(summary, latency)
	local e = summary.errors
	print(string.format("RESULT %d %.0f %.0f %d", summary.requests,
	    latency:percentile(50), latency:percentile(99), e.connect +
	    e.read + e.write + e.status + e.timeout))
end
