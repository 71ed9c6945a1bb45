import { atLeast, roleOf } from '../access.ts'
import { notFound } from '../errors.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { fullRepository } from './shapes/repositories.ts'
import { userShape } from './shapes/users.ts'

export const repositoryRoutes: RestRoutes = {
  'repos/get': {
    needs: ['metadata:read'],
    handle: ({ double, urls, repo, token }) => ({ status: 200, json: fullRepository(double, urls, repo, token) }),
  },
  'repos/get-collaborator-permission-level': { needs: ['metadata:read'], handle: permissionLevel },
}

function permissionLevel({ double, urls, repo, path }: RestCall) {
  const wanted = path['username'] ?? ''
  const user = double.state.users.find((one) => one.login.toLowerCase() === wanted.toLowerCase())
  if (user === undefined) throw notFound()
  const role = roleOf(repo, user.login)
  // `permission` knows four words only; `role_name` has the finer ones.
  const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role
  return {
    status: 200,
    json: {
      permission,
      role_name: role,
      user: {
        ...userShape(urls, user),
        email: user.email,
        name: user.name,
        permissions: {
          admin: role === 'admin',
          maintain: atLeast(role, 'maintain'),
          push: atLeast(role, 'write'),
          triage: atLeast(role, 'triage'),
          pull: atLeast(role, 'read'),
        },
        role_name: role,
      },
    },
  }
}
